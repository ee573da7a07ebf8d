/** An open file or directory. A file is found by its path each time, so that it can be put back after a resume. */
export interface Descriptor {
  readonly path: string;
  readonly isDirectory: boolean;
  /** True for one of the streams 0 to 2, which have no place to seek to. */
  readonly isStream: boolean;
  at: number;
  flags: number;
}

/** The open descriptors of a guest by number, lowest free number first. */
export interface Descriptors {
  get(fd: number): Descriptor | undefined;
  /** The number of a new one; undefined when there are too many. */
  open(path: string, options: { readonly isDirectory: boolean; readonly flags: number }): number | undefined;
  close(fd: number): boolean;
  /** Moves a descriptor to another number, closing what was there. */
  renumber(from: number, to: number): boolean;
  entries(): readonly (readonly [number, Descriptor])[];
  replace(entries: readonly (readonly [number, Descriptor])[]): void;
}

const MAX_OPEN = 256;
const stream = (path: string): Descriptor => ({ path, isDirectory: false, isStream: true, at: 0, flags: 0 });

/** Where the streams stand: no path of a file tree begins with a colon. */
export const STREAMS = { stdin: ":stdin", stdout: ":stdout", stderr: ":stderr" } as const;

/** The three streams, and the root as the one directory that was opened beforehand. */
export function createDescriptors(): Descriptors {
  let open = new Map<number, Descriptor>([
    [0, stream(STREAMS.stdin)],
    [1, stream(STREAMS.stdout)],
    [2, stream(STREAMS.stderr)],
    [3, { path: "/", isDirectory: true, isStream: false, at: 0, flags: 0 }],
  ]);

  return {
    get: (fd) => open.get(fd),
    open(path, { isDirectory, flags }) {
      if (open.size >= MAX_OPEN) return undefined;
      let fd = 4;
      while (open.has(fd)) fd++;
      open.set(fd, { path, isDirectory, isStream: false, at: 0, flags });
      return fd;
    },
    close: (fd) => open.delete(fd),
    renumber(from, to) {
      const moved = open.get(from);
      if (moved === undefined || !open.has(to)) return false;
      open.delete(from);
      open.set(to, moved);
      return true;
    },
    entries: () => [...open],
    replace(entries) {
      open = new Map(entries);
    },
  };
}
