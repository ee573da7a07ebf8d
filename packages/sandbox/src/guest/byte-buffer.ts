/** Bytes that grow at their end or are written over, kept in one piece. */
export interface ByteBuffer {
  readonly size: number;
  /** A view of all of them, valid until the next write. */
  bytes(): Uint8Array;
  /** Writes at `at`; a gap before it reads as zeros. */
  write(at: number, bytes: Uint8Array): void;
  /** Cuts off, or fills up with zeros. */
  resize(size: number): void;
}

/** A buffer that starts with a copy of `initial`. */
export function createByteBuffer(initial: Uint8Array = new Uint8Array()): ByteBuffer {
  let store = initial.slice();
  let size = initial.length;

  function reserve(needed: number): void {
    if (needed <= store.length) return;
    const larger = new Uint8Array(Math.max(needed, store.length * 2, 64));
    larger.set(store.subarray(0, size));
    store = larger;
  }

  return {
    get size() {
      return size;
    },
    bytes: () => store.subarray(0, size),
    write(at, bytes) {
      reserve(at + bytes.length);
      store.set(bytes, at);
      size = Math.max(size, at + bytes.length);
    },
    resize(next) {
      reserve(next);
      if (next < size) store.fill(0, next, size);
      size = next;
    },
  };
}
