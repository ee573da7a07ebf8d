import { assertInteger } from "./assert-in-range.ts";

/** An integer in `[0, bound)` from a source of uniform bytes, without bias: what does not fit is drawn again. */
export function drawBelow(bytes: (length: number) => Uint8Array, bound: number): number {
  assertInteger("bound", bound, { min: 1 });
  const bits = bitsOf(bound - 1);
  const length = Math.ceil(bits / 8);
  const mask = 0xff >> (length * 8 - bits);
  for (;;) {
    // A mask of just enough bits is hit at least every second time.
    const value = bytes(length).reduce((sum, byte, at) => sum * 256 + (at === 0 ? byte & mask : byte), 0);
    if (value < bound) return value;
  }
}

function bitsOf(value: number): number {
  let bits = 0;
  for (let rest = value; rest >= 1; rest /= 2) bits += 1;
  return bits;
}
