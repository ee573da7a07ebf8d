import { crc32 } from "node:zlib";
import { DagError } from "../../errors.ts";
import type { Disk, DiskFile } from "./disk.ts";
import { PAGE_BYTES, type PackedPage } from "./packed-page.ts";

/** A page that may be on the disk. */
export interface FiledPage {
  readonly page: PackedPage;
  /** Where it is there; -1 if it never was. */
  slot: number;
  /** The checksum of what is there. */
  sum: number;
  /** Whether it has changed since. */
  isChanged: boolean;
}

/** A file of pages that nothing depends on after a crash. */
export interface PageFile {
  /** False if it could not be written: what is on the disk is a matter of memory alone, so that a full one stops nobody. */
  write(filed: FiledPage): boolean;
  /** Fills the bytes with what was written; throws `DAG_STORE_IO` if they are not what they were. */
  read(filed: FiledPage, into: Uint8Array): void;
  /** Its place may be another page's. */
  release(filed: FiledPage): void;
  /** Removes the file. */
  close(): void;
}

const NAME = "pages";

/** A file that is made when it is needed. What an earlier one has left on the disk is removed. */
export function createPageFile(disk: Disk): PageFile {
  const free: number[] = [];
  let slots = 0;
  let file: DiskFile | undefined;
  if (disk.list().includes(NAME)) disk.remove(NAME);

  return {
    write(filed) {
      try {
        file ??= disk.create(NAME);
        if (filed.slot < 0) filed.slot = free.pop() ?? slots++;
        file.write(filed.page.bytes, filed.slot * PAGE_BYTES);
      } catch {
        return false;
      }
      filed.sum = crc32(filed.page.bytes);
      filed.isChanged = false;
      return true;
    },
    read({ slot, sum }, into) {
      const read = file?.read(into, slot * PAGE_BYTES);
      if (read !== PAGE_BYTES || crc32(into) !== sum) throw notGivenBack(`${disk.path}/${NAME}`);
    },
    release({ slot }) {
      if (slot >= 0) free.push(slot);
    },
    close() {
      if (file === undefined) return;
      file.close();
      disk.remove(NAME);
      file = undefined;
    },
  };
}

/** Nothing is lost: what is durable stands elsewhere. */
function notGivenBack(path: string): DagError {
  const message = `${path} does not give back what was written there; look at the disk, and open the store again`;
  return new DagError(message, { code: "DAG_STORE_IO", path });
}
