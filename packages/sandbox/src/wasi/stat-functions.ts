import type { GuestContext } from "../guest/guest-context.ts";
import { ERRNO } from "./errno.ts";
import type { WasiState } from "./wasi-state.ts";

/** What WASI calls a kind of file. */
const FILETYPE = { stream: 2, directory: 3, file: 4 } as const;
const ALL_RIGHTS = (1n << 30n) - 1n;
const STAT_BYTES = 64;
const FDSTAT_BYTES = 24;
const DIRENT_BYTES = 24;
const PREOPENED = 3;
/** Listing an entry takes as long as copying so many bytes. */
const ENTRY_BYTES = 1024;

/** What is known about files and directories, and what a directory holds. */
export function createStatFunctions(
  { memory, charge }: GuestContext,
  { descriptors, fileAt, tree }: WasiState,
) {
  function typeOf(fd: number): number | undefined {
    const descriptor = descriptors.get(fd);
    if (descriptor === undefined) return undefined;
    if (descriptor.isStream) return FILETYPE.stream;
    return descriptor.isDirectory ? FILETYPE.directory : FILETYPE.file;
  }

  function writeStat(pointer: number, type: number, size: number): number {
    const stat = memory.view(pointer, STAT_BYTES).fill(0);
    stat[16] = type;
    memory.setUint64(pointer + 24, 1n);
    memory.setUint64(pointer + 32, BigInt(size));
    return ERRNO.success;
  }

  return {
    writeStat,
    functions: {
      fd_fdstat_get(fd: number, pointer: number): number {
        const type = typeOf(fd);
        if (type === undefined) return ERRNO.badf;
        const stat = memory.view(pointer, FDSTAT_BYTES).fill(0);
        stat[0] = type;
        stat[2] = descriptors.get(fd)?.flags ?? 0;
        memory.setUint64(pointer + 8, ALL_RIGHTS);
        memory.setUint64(pointer + 16, ALL_RIGHTS);
        return ERRNO.success;
      },
      fd_fdstat_set_flags(fd: number, flags: number): number {
        const descriptor = descriptors.get(fd);
        if (descriptor === undefined) return ERRNO.badf;
        descriptor.flags = flags & 31;
        return ERRNO.success;
      },
      fd_filestat_get(fd: number, pointer: number): number {
        const type = typeOf(fd);
        if (type === undefined) return ERRNO.badf;
        return writeStat(pointer, type, fileAt(fd)?.bytes.size ?? 0);
      },
      fd_prestat_get(fd: number, pointer: number): number {
        if (fd !== PREOPENED) return ERRNO.badf;
        memory.setUint32(pointer, 0);
        memory.setUint32(pointer + 4, 1);
        return ERRNO.success;
      },
      fd_prestat_dir_name(fd: number, pointer: number, capacity: number): number {
        if (fd !== PREOPENED) return ERRNO.badf;
        return memory.write(pointer, capacity, new Uint8Array([0x2f])) === 1 ? ERRNO.success : ERRNO.inval;
      },
      fd_readdir(...[fd, pointer, capacity, cookie, usedPointer]: [number, number, number, bigint, number]) {
        const descriptor = descriptors.get(fd);
        if (descriptor === undefined) return ERRNO.badf;
        if (!descriptor.isDirectory) return ERRNO.notdir;
        const entries = tree.list(descriptor.path).map((name) => ({
          name,
          type: tree.isDirectory(within(descriptor.path, name)) ? FILETYPE.directory : FILETYPE.file,
        }));
        const listing = listingOf(entries, Number(BigInt.asUintN(32, cookie)));
        charge(entries.length * ENTRY_BYTES);
        memory.setUint32(usedPointer, memory.write(pointer, capacity, listing));
        return ERRNO.success;
      },
    },
  };
}

interface Entry {
  readonly name: string;
  readonly type: number;
}

/** The entries from the `first`th on, as WASI writes them. A listing that is cut off is read again from its end. */
function listingOf(entries: readonly Entry[], first: number): Uint8Array {
  const pieces = entries.slice(first).map(({ name, type }, index) => {
    const encoded = new TextEncoder().encode(name);
    const entry = new Uint8Array(DIRENT_BYTES + encoded.length);
    const view = new DataView(entry.buffer);
    view.setBigUint64(0, BigInt(first + index + 1), true);
    view.setUint32(16, encoded.length, true);
    view.setUint8(20, type);
    entry.set(encoded, DIRENT_BYTES);
    return entry;
  });
  const listing = new Uint8Array(pieces.reduce((size, piece) => size + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    listing.set(piece, at);
    at += piece.length;
  }
  return listing;
}

function within(directory: string, name: string): string {
  return directory === "/" ? `/${name}` : `${directory}/${name}`;
}
