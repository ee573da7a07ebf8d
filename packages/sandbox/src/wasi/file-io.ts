import type { GuestContext } from "../guest/guest-context.ts";
import type { GuestMemory } from "../guest/guest-memory.ts";
import { ERRNO } from "./errno.ts";
import type { WasiState } from "./wasi-state.ts";

/** A list of buffers in the memory of the guest, and where it wants to know how much went through them. */
export type Vectors = [vectors: number, count: number, donePointer: number];

/** Reads and writes at a place in what a descriptor stands for; what is negative is an error's number. */
export interface FileIo {
  readAt(fd: number, at: number, vectors: Vectors): number;
  writeAt(fd: number, at: number, vectors: Vectors): number;
}

const MAX_VECTORS = 1024;

/** The transfers of one guest, which pays for their bytes. */
export function createFileIo(context: GuestContext, state: WasiState): FileIo {
  const { memory, outputs, charge } = context;
  const { descriptors, fileAt } = state;

  /** The error of a descriptor that has no file, or of buffers that are none. */
  function whyNot(fd: number): number {
    if (descriptors.get(fd) === undefined) return -ERRNO.badf;
    return fileAt(fd) === undefined ? -ERRNO.isdir : -ERRNO.inval;
  }

  function readAt(fd: number, at: number, [vectors, count, readPointer]: Vectors): number {
    const file = fileAt(fd);
    const buffers = vectorsIn(memory, vectors, count);
    if (file === undefined || buffers === undefined) return whyNot(fd);
    const source = file.bytes.bytes();
    let read = 0;
    for (const buffer of buffers) {
      const piece = source.subarray(at + read, at + read + buffer.length);
      buffer.set(piece);
      read += piece.length;
    }
    charge(read + buffers.length);
    memory.setUint32(readPointer, read);
    return read;
  }

  function writeAt(fd: number, at: number, [vectors, count, writtenPointer]: Vectors): number {
    const file = fileAt(fd);
    const buffers = vectorsIn(memory, vectors, count);
    if (file === undefined || buffers === undefined) return whyNot(fd);
    if (!file.isWritable) return -ERRNO.perm;
    let written = 0;
    for (const buffer of buffers) {
      charge(buffer.length + 1);
      grow(file.bytes.size, at + written + buffer.length, outputs.spend);
      file.bytes.write(at + written, buffer);
      written += buffer.length;
    }
    memory.setUint32(writtenPointer, written);
    return written;
  }

  return { readAt, writeAt };
}

/** The buffers that a list of pointers and lengths describes; undefined where it is longer than anybody needs. */
function vectorsIn(memory: GuestMemory, pointer: number, count: number): Uint8Array[] | undefined {
  if (count >>> 0 > MAX_VECTORS) return undefined;
  return Array.from({ length: count }, (_, index) => {
    const at = (pointer >>> 0) + index * 8;
    return memory.view(memory.getUint32(at), memory.getUint32(at + 4));
  });
}

/** What a file grows by is output; so is the gap before what is written beyond its end. */
export function grow(size: number, needed: number, spend: (bytes: number) => void): void {
  if (needed > size) spend(needed - size);
}
