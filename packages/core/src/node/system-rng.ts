import { randomBytes } from "node:crypto";
import { assertInteger } from "../assert-in-range.ts";
import { drawBelow } from "../draw-below.ts";
import type { Rng } from "../ports/rng.ts";

const MAX_BYTES = 2 ** 30;

/** The randomness of this machine, good enough for keys. All its forks are itself, since no draw depends on another. */
export const systemRng: Rng = {
  bytes,
  below: (bound) => drawBelow(bytes, bound),
  fork: () => systemRng,
};

function bytes(length: number): Uint8Array {
  assertInteger("length", length, { max: MAX_BYTES });
  return new Uint8Array(randomBytes(length)); // a copy, because a Buffer may share its memory with others
}
