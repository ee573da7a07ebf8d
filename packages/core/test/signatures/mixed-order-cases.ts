import { Point } from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** One signature to judge. `equation`: does the cofactorless equation hold? `valid`: does the whole rule? */
export interface SignatureCase {
  readonly name: string;
  readonly publicKey: string;
  readonly message: string;
  readonly signature: string;
  readonly equation: boolean;
  readonly valid: boolean;
}

interface Parts {
  readonly name: string;
  readonly key: Uint8Array;
  readonly r: Uint8Array;
  readonly s: bigint;
}

const { n: L } = Point.CURVE();
const MESSAGE = utf8ToBytes("job X was done by me");
const ORDER_8 = Point.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05");
const TORSION = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n].map((times) => ORDER_8.multiply(times, false));

/** Spellings of a y that is 2²⁵⁵ − 19 or more, of each parity and sign, and two of x = −0. */
const NON_CANONICAL = [
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "0100000000000000000000000000000000000000000000000000000000000080",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
];

/** Signatures that a signer with bad intentions can make, always the same ones. */
export function mixedOrderCases(): SignatureCase[] {
  const signer = scalar("signer");
  const key = Point.BASE.multiply(signer);
  return [
    ...honest(signer),
    ...TORSION.slice(1).map((torsion, at) => mixedR(signer, torsion, at + 1)),
    ...TORSION.slice(1).flatMap((torsion, at) => mixedKeys(signer, torsion, at + 1)),
    ...TORSION.map((torsion, at) => smallKey(torsion, at)),
    ...TORSION.map((torsion, at) => smallR(signer, torsion, at)),
    ...NON_CANONICAL.flatMap((hex) => nonCanonical(key.toBytes(), hexToBytes(hex))),
  ];
}

function honest(signer: bigint): SignatureCase[] {
  const key = Point.BASE.multiply(signer).toBytes();
  const [one, two] = ["one", "two"].map((nonce) =>
    sign(key, signer, { point: Point.BASE.multiply(scalar(nonce)), nonce: scalar(nonce) }),
  );
  const parts = (name: string, change: Partial<Parts>): Parts => ({
    name,
    key,
    ...(one as Signed),
    ...change,
  });
  const s = (one as Signed).s;
  return [
    judged(parts("an honest signature", {}), true, true),
    judged(parts("another of the same message", two as Signed), true, true),
    judged(parts("the same one with S + L", { s: s + L }), false, false),
    judged(parts("the same one with S + 15 L", { s: s + 15n * L }), false, false),
    judged(parts("S = 0", { s: 0n }), false, false),
    judged(parts("S = L − 1", { s: L - 1n }), false, false),
    judged(parts("S = L", { s: L }), false, false),
    judged(parts("S = 2²⁵⁶ − 1", { s: 2n ** 256n - 1n }), false, false),
    judged(parts("the R of the other signature", { r: (two as Signed).r }), false, false),
    judged(
      parts("a key of somebody else", { key: Point.BASE.multiply(scalar("other")).toBytes() }),
      false,
      false,
    ),
  ];
}

/** Holds only after multiplication by the cofactor: where browsers and servers would part. */
function mixedR(signer: bigint, torsion: Point, times: number): SignatureCase {
  const key = Point.BASE.multiply(signer).toBytes();
  const nonce = scalar(`mixed R ${times}`);
  const signed = sign(key, signer, { point: Point.BASE.multiply(nonce).add(torsion), nonce });
  return judged({ name: `R = rB + ${times}T`, key, ...signed }, false, false);
}

/** A key with a small-order part: the part vanishes from one signature in eight, or R can be chosen to cancel it. */
function mixedKeys(signer: bigint, torsion: Point, times: number): SignatureCase[] {
  const key = Point.BASE.multiply(signer).add(torsion).toBytes();
  const name = `A = aB + ${times}T`;
  const search = (ofR: readonly Point[], isWanted: (sum: Point) => boolean): Signed => {
    for (let attempt = 0; ; attempt++) {
      const nonce = scalar(`${name} ${attempt}`);
      const part = ofR[attempt % ofR.length] as Point;
      const r = Point.BASE.multiply(nonce).add(part);
      if (isWanted(inSmallGroup(torsion, r, key).add(part))) return sign(key, signer, { point: r, nonce });
    }
  };
  const none = TORSION.slice(0, 1);
  const some = TORSION.slice(1);
  return [
    judged({ name: `${name}, vanishing`, key, ...search(none, (sum) => sum.is0()) }, true, false),
    judged({ name: `${name}, remaining`, key, ...search(none, (sum) => !sum.is0()) }, false, false),
    judged({ name: `${name}, cancelled by R`, key, ...search(some, (sum) => sum.is0()) }, true, false),
  ];
}

/** With such a key anybody signs anything. */
function smallKey(torsion: Point, times: number): SignatureCase {
  const key = torsion.toBytes();
  for (let attempt = 0; ; attempt++) {
    const s = scalar(`small key ${times} ${attempt}`);
    const r = Point.BASE.multiply(s);
    if (inSmallGroup(torsion, r, key).is0())
      return judged({ name: `A = ${times}T`, key, r: r.toBytes(), s }, true, false);
  }
}

function smallR(signer: bigint, torsion: Point, times: number): SignatureCase {
  const key = Point.BASE.multiply(signer).toBytes();
  return judged(
    { name: `R = ${times}T`, key, ...sign(key, signer, { point: torsion, nonce: 0n }) },
    times === 0,
    false,
  );
}

function nonCanonical(key: Uint8Array, spelling: Uint8Array): SignatureCase[] {
  const [hex, s] = [bytesToHex(spelling), scalar("any")];
  const r = Point.BASE.multiply(s).toBytes();
  return [
    judged({ name: `R spelt ${hex}`, key, r: spelling, s }, false, false),
    judged({ name: `A spelt ${hex}`, key: spelling, r, s }, false, false),
  ];
}

type Signed = Pick<Parts, "r" | "s">;

interface Commitment {
  readonly point: Point;
  readonly nonce: bigint;
}

/** R is what the signer says it is; with an honest one, `point` is `nonce` times the base point. */
function sign(key: Uint8Array, signer: bigint, { point, nonce }: Commitment): Signed {
  const r = point.toBytes();
  return { r, s: (nonce + challenge(r, key) * signer) % L };
}

/** The small-order part of kA, where `torsion` is that of A. */
function inSmallGroup(torsion: Point, r: Point, key: Uint8Array): Point {
  return torsion.multiply(challenge(r.toBytes(), key) % 8n, false);
}

function challenge(r: Uint8Array, key: Uint8Array): bigint {
  return littleEndian(sha512(concatBytes(r, key, MESSAGE))) % L;
}

function scalar(label: string): bigint {
  return littleEndian(sha512(utf8ToBytes(label))) % L;
}

function judged({ name, key, r, s }: Parts, equation: boolean, valid: boolean): SignatureCase {
  const signature = bytesToHex(r) + bytesToHex(hexToBytes(s.toString(16).padStart(64, "0")).toReversed());
  return { name, publicKey: bytesToHex(key), message: bytesToHex(MESSAGE), signature, equation, valid };
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(bytes.toReversed())}`);
}
