import type { Rng } from "@icn-mesh/core";

/** Sizes at which parsers tend to be wrong. */
const EDGES = [0, 1, 23, 24, 127, 128, 191, 255];
/** Heads that a canonical decoder must refuse, or that change what follows. */
const HEADS = [
  0x18, 0x19, 0x1a, 0x1b, 0x3b, 0x5b, 0x7b, 0x80, 0x9f, 0xa0, 0xbf, 0xc2, 0xd8, 0xf7, 0xf9, 0xfb, 0xff,
];

/** Bytes without any structure. */
export function randomInput(rng: Rng): Uint8Array {
  return rng.bytes(rng.below(256));
}

/** A good input with one to four small damages: flipped, inserted, removed, repeated or replaced bytes. */
export function mutate(rng: Rng, input: Uint8Array): Uint8Array {
  let bytes = input;
  for (let count = 1 + rng.below(4); count > 0; count--) {
    const damage = DAMAGES[rng.below(DAMAGES.length)] as Damage;
    bytes = damage(rng, bytes, rng.below(bytes.length + 1));
  }
  return bytes;
}

/** The start of one good input and the end of another. */
export function splice(rng: Rng, left: Uint8Array, right: Uint8Array): Uint8Array {
  return joined(left.subarray(0, rng.below(left.length + 1)), right.subarray(rng.below(right.length + 1)));
}

type Damage = (rng: Rng, bytes: Uint8Array, at: number) => Uint8Array;

const DAMAGES: readonly Damage[] = [
  (rng, bytes, at) => replaced(bytes, at, (bytes[at] ?? 0) ^ (1 << rng.below(8))),
  (rng, bytes, at) => replaced(bytes, at, EDGES[rng.below(EDGES.length)] as number),
  (rng, bytes, at) => replaced(bytes, at, HEADS[rng.below(HEADS.length)] as number),
  (_, bytes, at) => replaced(bytes, at, (bytes[at] ?? 0) + 1),
  (rng, bytes, at) => joined(bytes.subarray(0, at), rng.bytes(1 + rng.below(3)), bytes.subarray(at)),
  (rng, bytes, at) => joined(bytes.subarray(0, at), bytes.subarray(at + 1 + rng.below(8))),
  (rng, bytes, at) => joined(bytes.subarray(0, at), bytes.subarray(Math.max(0, at - rng.below(16)))),
  (_, bytes, at) => bytes.slice(0, at),
  // The shortest form of a small integer, spelt longer: well-formed, and not canonical.
  (_, bytes, at) => joined(bytes.subarray(0, at), Uint8Array.of(0x18), bytes.subarray(at)),
];

function replaced(bytes: Uint8Array, at: number, byte: number): Uint8Array {
  const copy = bytes.slice();
  if (at < copy.length) copy[at] = byte;
  return copy;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => {
    whole.set(part, at);
    return at + part.length;
  }, 0);
  return whole;
}
