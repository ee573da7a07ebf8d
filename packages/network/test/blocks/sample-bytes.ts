/** Some bytes that no other number gives. */
export function bytesOf(number: number, length = 100): Uint8Array {
  const bytes = new Uint8Array(length).fill(number % 251);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}
