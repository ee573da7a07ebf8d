import type { Disk, DiskFile } from "../../src/engines/file/disk.ts";
import type { DiskContent, DiskOperation } from "./disk-operation.ts";
import { createSimulatedDisk } from "./simulated-disk.ts";

/** A disk in memory that tells of every change. */
export interface RecordingDisk extends Disk {
  content(): DiskContent;
}

/** Called before each operation; what it throws is what the operation fails with. */
export type DiskObserver = (operation: DiskOperation) => void;

/** A disk with this content, all of it durable, that tells the observer what is done to it. */
export function createRecordingDisk(content: DiskContent, observe: DiskObserver): RecordingDisk {
  const disk = createSimulatedDisk();
  const numbers = new Map<string, number>();
  let files = 0;

  function perform(operation: DiskOperation): void {
    observe(operation);
    disk.apply(operation);
  }

  function place(name: string, bytes: Uint8Array): void {
    const file = ++files;
    numbers.set(name, file);
    disk.apply({ do: "create", name, file });
    disk.apply({ do: "write", file, at: 0, bytes });
    disk.apply({ do: "sync", file });
  }

  function numberOf(name: string): number {
    return numbers.get(name) ?? 0;
  }

  function fileAt(file: number): DiskFile {
    const bytes = () => {
      for (const [name, content] of disk.whole()) if (numberOf(name) === file) return content;
      return new Uint8Array(0);
    };
    return {
      size: () => bytes().length,
      read(into, at) {
        const read = bytes().subarray(at, at + into.length);
        into.set(read);
        return read.length;
      },
      write: (written, at) => perform({ do: "write", file, at, bytes: new Uint8Array(written) }),
      truncate: (size) => perform({ do: "truncate", file, size }),
      sync: async () => perform({ do: "sync", file }),
      close: () => undefined,
    };
  }

  for (const [name, bytes] of content) place(name, bytes);
  disk.apply({ do: "sync directory" });

  return {
    path: "disk",
    content: () => disk.whole(),
    list: () => [...disk.whole().keys()],
    open: (name) => (disk.whole().has(name) ? fileAt(numberOf(name)) : undefined),
    create(name) {
      const file = ++files;
      perform({ do: "create", name, file });
      numbers.set(name, file);
      return fileAt(file);
    },
    rename(from, to) {
      perform({ do: "rename", from, to });
      numbers.set(to, numberOf(from));
      numbers.delete(from);
    },
    remove(name) {
      perform({ do: "remove", name });
      numbers.delete(name);
    },
    sync: async () => perform({ do: "sync directory" }),
  };
}
