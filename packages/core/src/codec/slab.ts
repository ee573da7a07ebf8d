const SLAB_BYTES = 32_768;
const LARGEST_SHARED = 4096;

let slab = new Uint8Array(0);
let used = 0;

/**
 * A copy of `bytes[0, length)` inside a buffer shared with other copies: an ArrayBuffer of its own would cost half
 * a microsecond, more than encoding the record. Whoever transfers the ArrayBuffer elsewhere copies first.
 */
export function copyIntoSlab(bytes: Uint8Array, length: number): Uint8Array {
  if (length > LARGEST_SHARED) return bytes.slice(0, length);
  if (used + length > slab.length) {
    slab = new Uint8Array(SLAB_BYTES);
    used = 0;
  }
  const copy = new Uint8Array(slab.buffer, used, length); // a third faster than subarray
  copy.set(new Uint8Array(bytes.buffer, bytes.byteOffset, length));
  used += length;
  return copy;
}
