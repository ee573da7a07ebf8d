import { assertInteger } from "./assert-in-range.ts";
import { drawBelow } from "./draw-below.ts";
import type { Rng } from "./ports/rng.ts";
import { sha256 } from "./sha256.ts";

// A stream is sha256(key ‖ 0 ‖ counter), block after block; the key of a fork is sha256(key ‖ 1 ‖ label). SHA-256 is
// what every platform of the mesh computes alike, and its forks are independent without further thought.

const STREAM = 0;
const FORK = 1;
const KEY_BYTES = 32;
const MAX_BYTES = 2 ** 30;
const encoder = new TextEncoder();

/** Chance that one seed repeats: the same bytes on every platform and in every version. Not for keys. */
export function createSeededRng(seed: string): Rng {
  return createStream(sha256(encoder.encode(`icn-mesh/rng/1 ${seed}`)));
}

function createStream(key: Uint8Array): Rng {
  const input = new Uint8Array(KEY_BYTES + 9);
  input.set(key);
  input[KEY_BYTES] = STREAM;
  const counter = new DataView(input.buffer, KEY_BYTES + 1);
  let blocks = 0n;
  let block: Uint8Array = new Uint8Array(0);
  let used = 0;

  function nextBlock(): void {
    counter.setBigUint64(0, blocks);
    blocks += 1n;
    block = sha256(input);
    used = 0;
  }

  function bytes(length: number): Uint8Array {
    assertInteger("length", length, { max: MAX_BYTES });
    const drawn = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      if (used === block.length) nextBlock();
      const part = block.subarray(used, used + length - filled);
      drawn.set(part, filled);
      filled += part.length;
      used += part.length;
    }
    return drawn;
  }

  return {
    bytes,
    below: (bound) => drawBelow(bytes, bound),
    fork: (label) => createStream(sha256(Uint8Array.of(...key, FORK, ...encoder.encode(label)))),
  };
}
