import { guestStop } from "./guest-stop.ts";

/** The memory of a guest, reached only within its bounds: any other pointer ends the run as a trap. */
export interface GuestMemory {
  /** A view, valid until the guest runs again. */
  view(pointer: number, length: number): Uint8Array;
  /** A copy, made after the bounds are known to hold. */
  read(pointer: number, length: number): Uint8Array;
  /** The beginning of a text, of at most `max` UTF-16 units; bytes that are not UTF-8 are read as U+FFFD. */
  text(pointer: number, length: number, max: number): string;
  /** Writes as much as fits into `capacity` bytes and says how much that was. */
  write(pointer: number, capacity: number, bytes: Uint8Array): number;
  setUint32(pointer: number, value: number): void;
  setUint64(pointer: number, value: bigint): void;
  getUint32(pointer: number): number;
}

const decoder = new TextDecoder();

/** Reads and writes through `buffer`, which is asked anew each time, because memory that grows moves. */
export function createGuestMemory(buffer: () => ArrayBuffer | undefined): GuestMemory {
  function view(pointer: number, length: number): Uint8Array {
    const memory = buffer();
    const start = pointer >>> 0;
    const size = length >>> 0;
    if (memory === undefined || start + size > memory.byteLength) {
      throw guestStop("trap", "a pointer given to the host is out of bounds");
    }
    return new Uint8Array(memory, start, size);
  }

  function data(pointer: number, length: number): DataView {
    const { buffer: memory, byteOffset } = view(pointer, length);
    return new DataView(memory, byteOffset, length);
  }

  return {
    view,
    read: (pointer, length) => view(pointer, length).slice(),
    text(pointer, length, max) {
      // No UTF-16 unit takes more than three bytes.
      const start = view(pointer, length).subarray(0, max * 3);
      return decoder.decode(start).slice(0, max).toWellFormed();
    },
    write(pointer, capacity, bytes) {
      const room = view(pointer, capacity);
      const fitting = bytes.length > room.length ? bytes.subarray(0, room.length) : bytes;
      room.set(fitting);
      return fitting.length;
    },
    setUint32: (pointer, value) => data(pointer, 4).setUint32(0, value, true),
    setUint64: (pointer, value) => data(pointer, 8).setBigUint64(0, value, true),
    getUint32: (pointer) => data(pointer, 4).getUint32(0, true),
  };
}
