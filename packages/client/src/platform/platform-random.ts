/** Bytes of chance from the browser or from Node. */
export function platformRandom(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}
