import type { Disk, DiskFile } from "../../../src/engines/file/disk.ts";

/** A disk that forgets everything, whose bytes a test can look at and change. */
export interface MemoryDisk extends Disk {
  readonly files: Map<string, Uint8Array>;
  /** What every write fails with. */
  refuses: Error | undefined;
}

/** A disk without files. */
export function createMemoryDisk(): MemoryDisk {
  const files = new Map<string, Uint8Array>();

  function fileOf(name: string): DiskFile {
    const bytes = () => files.get(name) ?? new Uint8Array(0);
    return {
      size: () => bytes().length,
      read(into, at) {
        const read = bytes().subarray(at, at + into.length);
        into.set(read);
        return read.length;
      },
      write(written, at) {
        if (disk.refuses !== undefined) throw disk.refuses;
        const before = bytes();
        const size = at + written.length;
        const after = size <= before.length ? before : new Uint8Array(size);
        if (after !== before) after.set(before);
        after.set(written, at);
        files.set(name, after);
      },
      sync: async () => undefined,
      truncate: (size) => void files.set(name, bytes().slice(0, size)),
      close: () => undefined,
    };
  }

  const disk: MemoryDisk = {
    path: "disk",
    files,
    refuses: undefined,
    list: () => [...files.keys()],
    open: (name) => (files.has(name) ? fileOf(name) : undefined),
    create(name) {
      files.set(name, new Uint8Array(0));
      return fileOf(name);
    },
    rename(from, to) {
      files.set(to, files.get(from) ?? new Uint8Array(0));
      files.delete(from);
    },
    remove: (name) => void files.delete(name),
    sync: async () => undefined,
  };
  return disk;
}
