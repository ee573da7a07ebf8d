import { hexToBytes } from "@noble/hashes/utils.js";

/** Bytes of an Ed25519 signature: the point R, then the scalar S. */
export const SIGNATURE_BYTES = 64;

/** Bytes of an Ed25519 key, public or secret. */
export const KEY_BYTES = 32;

/** L, the order of the base point, in little-endian. */
const ORDER = hexToBytes("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

/** The y coordinates of the eight points of small order: 0, 1, −1 and the two of order eight. */
const SMALL_ORDER = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
].map((hex) => hexToBytes(hex));

/** The half of the rule that needs no arithmetic: 64 bytes, R canonical and not of small order, S below L. */
export function isSignatureForm(signature: Uint8Array): boolean {
  if (!(signature instanceof Uint8Array)) return false; // what untyped code passes is malformed, too
  return signature.length === SIGNATURE_BYTES && isReduced(signature, KEY_BYTES) && isPlainPoint(signature);
}

/** The same half for a public key: 32 bytes, canonical and not of small order. Few of them are usable keys. */
export function isKeyForm(publicKey: Uint8Array): boolean {
  return publicKey.length === KEY_BYTES && isPlainPoint(publicKey);
}

/** True if the 32 bytes at `at` are a little-endian scalar below L. */
export function isReduced(bytes: Uint8Array, at: number): boolean {
  for (let index = KEY_BYTES - 1; index >= 0; index--) {
    const difference = (bytes[at + index] as number) - (ORDER[index] as number);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function isPlainPoint(bytes: Uint8Array): boolean {
  if (!isBelowPrime(bytes)) return false;
  for (const y of SMALL_ORDER) {
    if (bytes[0] === y[0] && isSameY(bytes, y)) return false;
  }
  return true;
}

/** The field has 2²⁵⁵ − 19 elements: only a y from `ed ff … ff 7f` upwards has a second, smaller spelling. */
function isBelowPrime(bytes: Uint8Array): boolean {
  if ((bytes[0] as number) < 0xed || ((bytes[31] as number) & 0x7f) !== 0x7f) return true;
  for (let index = 1; index < 31; index++) {
    if (bytes[index] !== 0xff) return true;
  }
  return false;
}

/** Compares without the sign of x, the top bit: both spellings of a small-order point are refused. */
function isSameY(bytes: Uint8Array, y: Uint8Array): boolean {
  for (let index = 0; index < 31; index++) {
    if (bytes[index] !== y[index]) return false;
  }
  return ((bytes[31] as number) & 0x7f) === y[31];
}
