import { etc, getPublicKey, hashes, Point, sign } from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { SignatureEngine, SigningKey, VerifyingKey } from "./signature-engine.ts";
import { isReduced, KEY_BYTES, SIGNATURE_BYTES } from "./signature-form.ts";
import { readPoint } from "./usable-key.ts";

/** Ed25519 in plain JavaScript, for browsers: about ten times slower than native code, with the same verdicts. */
export function nobleEngine(): SignatureEngine {
  hashes.sha512 ??= sha512; // the library signs synchronously only with a hash that somebody gave it
  return { name: "noble", importPublicKey, importSecretKey };
}

function importPublicKey(publicKey: Uint8Array): VerifyingKey {
  const key = new Uint8Array(publicKey);
  const point = readPoint(key);
  if (point === undefined) return () => false;
  return (signature, message) => {
    if (signature.length !== SIGNATURE_BYTES || !isReduced(signature, KEY_BYTES)) return false;
    const r = signature.subarray(0, KEY_BYTES);
    const challenge = sha512.create().update(r).update(key).update(message).digest();
    return isSame(expectedR(point, signature.subarray(KEY_BYTES), challenge), r);
  };
}

/**
 * The library's own `verify` multiplies the equation by the cofactor in both of its modes, and so accepts an R with
 * a small-order part that native engines refuse. Comparing encodings, as those do, is the rule, at the same cost.
 */
function expectedR(key: Point, s: Uint8Array, challenge: Uint8Array): Uint8Array {
  const k = etc.mod(littleEndian(challenge), Point.CURVE().n);
  return Point.BASE.multiply(littleEndian(s), false).subtract(key.multiply(k, false)).toBytes();
}

function importSecretKey(secretKey: Uint8Array): SigningKey {
  const secret = new Uint8Array(secretKey);
  return { publicKey: getPublicKey(secret), sign: (message) => sign(message, secret) };
}

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(bytes.toReversed())}`);
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.every((byte, at) => byte === right[at]);
}
