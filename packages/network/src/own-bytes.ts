/** The same bytes; as a copy if they are a small part of something, so that keeping them does not keep all of it. */
export function ownBytes(bytes: Uint8Array): Uint8Array {
  // Not `slice`: that of a Buffer copies nothing.
  return bytes.length * 2 < bytes.buffer.byteLength ? new Uint8Array(bytes) : bytes;
}
