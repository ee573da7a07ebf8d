import { cidOf, cidToBytes } from "@icn-mesh/core";

/** Numbers that depend on the job alone. */
export interface GuestRandom {
  fill(bytes: Uint8Array): void;
  /** Where the stream stands, which is all there is to know of it. */
  position(): Uint8Array;
}

/** What a position takes. */
export const POSITION_BYTES = 16;

/**
 * The stream of a seed from its beginning, or from a position: xoshiro128**, which is good for anything but secrets.
 * Whatever does not fill a whole word of 32 bits lets the rest of it go.
 */
export function createGuestRandom(seed: string, position?: Uint8Array): GuestRandom {
  let state: Uint32Array | undefined;

  function start(): Uint32Array {
    const bytes = position ?? cidToBytes(cidOf(new TextEncoder().encode(seed), "raw")).subarray(4);
    const view = new DataView(bytes.buffer, bytes.byteOffset, POSITION_BYTES);
    return Uint32Array.from({ length: 4 }, (_, word) => view.getUint32(word * 4, true));
  }

  return {
    fill(bytes) {
      state ??= start();
      for (let at = 0; at < bytes.length; at += 4) {
        let word = draw(state);
        for (let byte = at; byte < at + 4 && byte < bytes.length; byte++) {
          bytes[byte] = word;
          word >>>= 8;
        }
      }
    },
    position() {
      state ??= start();
      const bytes = new Uint8Array(POSITION_BYTES);
      const view = new DataView(bytes.buffer);
      for (const [word, value] of state.entries()) view.setUint32(word * 4, value, true);
      return bytes;
    },
  };
}

/** The next word. A typed array keeps each of its four within 32 bits. */
function draw(state: Uint32Array): number {
  const [a = 0, b = 0, c = 0, d = 0] = state;
  const drawn = Math.imul(rotate(Math.imul(b, 5), 7), 9);
  const mixed = d ^ b;
  state[0] = a ^ mixed;
  state[1] = b ^ c ^ a;
  state[2] = c ^ a ^ (b << 9);
  state[3] = rotate(mixed, 11);
  return drawn;
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}
