/** The same bytes, without a copy, as what they are said to be: the cipher yields Buffers, whose `slice` copies nothing. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array
    ? bytes
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}
