/** One file of a store. Errors of the operating system pass through as they are. */
export interface DiskFile {
  size(): number;
  /** Fills `into` from the position on; how many bytes there were. */
  read(into: Uint8Array, at: number): number;
  /** Writes all of it, or throws. */
  write(bytes: Uint8Array, at: number): void;
  /** Resolves once what was written is durable, the length of the file with it. */
  sync(): Promise<void>;
  truncate(size: number): void;
  close(): void;
}

/** The directory of a store: all that the file engine asks of an operating system, so that tests can take its place. */
export interface Disk {
  /** For messages. */
  readonly path: string;
  list(): readonly string[];
  /** The file, to read and to write; undefined if there is none. */
  open(name: string): DiskFile | undefined;
  /** An empty file, whatever there was under the name. */
  create(name: string): DiskFile;
  rename(from: string, to: string): void;
  remove(name: string): void;
  /** Resolves once the names are durable that were created, renamed or removed. */
  sync(): Promise<void>;
}
