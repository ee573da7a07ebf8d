import type { GuestContext } from "../guest/guest-context.ts";
import { ERRNO } from "./errno.ts";
import { createFileIo, grow, type Vectors } from "./file-io.ts";
import type { WasiState } from "./wasi-state.ts";

const APPEND = 1;
const MAX_FILE = 2 ** 32;

/** Reading, writing and seeking in what is open. */
export function createFdFunctions(context: GuestContext, state: WasiState) {
  const { memory, outputs, charge } = context;
  const { descriptors, fileAt } = state;
  const { readAt, writeAt } = createFileIo(context, state);

  return {
    fd_read(fd: number, ...vectors: Vectors): number {
      const descriptor = descriptors.get(fd);
      const read = readAt(fd, descriptor?.at ?? 0, vectors);
      return move(descriptor, read);
    },
    fd_pread(...[fd, vectors, count, offset, readPointer]: Positioned): number {
      return errnoOf(readAt(fd, positionOf(offset), [vectors, count, readPointer]));
    },
    fd_write(fd: number, ...vectors: Vectors): number {
      const descriptor = descriptors.get(fd);
      const size = fileAt(fd)?.bytes.size ?? 0;
      if (descriptor !== undefined && (descriptor.flags & APPEND) !== 0) descriptor.at = size;
      return move(descriptor, writeAt(fd, descriptor?.at ?? 0, vectors));
    },
    fd_pwrite(...[fd, vectors, count, offset, writtenPointer]: Positioned): number {
      if (descriptors.get(fd)?.isStream) return ERRNO.spipe;
      return errnoOf(writeAt(fd, positionOf(offset), [vectors, count, writtenPointer]));
    },
    fd_seek(...[fd, offset, whence, newPointer]: [number, bigint, number, number]): number {
      const descriptor = descriptors.get(fd);
      if (descriptor === undefined) return ERRNO.badf;
      if (descriptor.isStream || descriptor.isDirectory) return ERRNO.spipe;
      const next = ([0, descriptor.at, fileAt(fd)?.bytes.size ?? 0][whence] ?? Number.NaN) + Number(offset);
      if (!(next >= 0 && next <= MAX_FILE)) return ERRNO.inval;
      descriptor.at = next;
      memory.setUint64(newPointer, BigInt(next));
      return ERRNO.success;
    },
    fd_tell(fd: number, pointer: number): number {
      const descriptor = descriptors.get(fd);
      if (descriptor === undefined) return ERRNO.badf;
      if (descriptor.isStream) return ERRNO.spipe;
      memory.setUint64(pointer, BigInt(descriptor.at));
      return ERRNO.success;
    },
    fd_filestat_set_size(fd: number, size: bigint): number {
      const file = fileAt(fd);
      if (file === undefined) return ERRNO.badf;
      if (!file.isWritable) return ERRNO.perm;
      const next = positionOf(size);
      charge(next);
      grow(file.bytes.size, next, outputs.spend);
      file.bytes.resize(next);
      return ERRNO.success;
    },
    fd_close: (fd: number) => (descriptors.close(fd) ? ERRNO.success : ERRNO.badf),
    fd_renumber: (from: number, to: number) => (descriptors.renumber(from, to) ? ERRNO.success : ERRNO.badf),
  };
}

type Positioned = [fd: number, vectors: number, count: number, offset: bigint, donePointer: number];

/** Moves on by what was read or written; an error is negative, and what is answered is not. */
function move(descriptor: { at: number; isStream: boolean } | undefined, done: number): number {
  if (done >= 0 && descriptor !== undefined) descriptor.at += done;
  return errnoOf(done);
}

function errnoOf(done: number): number {
  return done < 0 ? -done : ERRNO.success;
}

function positionOf(offset: bigint): number {
  const unsigned = BigInt.asUintN(64, offset);
  return unsigned > BigInt(MAX_FILE) ? MAX_FILE : Number(unsigned);
}
