import { Point } from "@noble/ed25519";
import { isKeyForm } from "./signature-form.ts";

/**
 * True for a public key that an account may have: canonical, on the curve, in the prime-order group and not its
 * identity. For any other, signatures exist that engines judge differently. Takes about a millisecond.
 */
export function isUsableKey(publicKey: Uint8Array): boolean {
  return isKeyForm(publicKey) && (readPoint(publicKey)?.isTorsionFree() ?? false);
}

/** The point that these 32 bytes spell canonically; undefined if there is none. */
export function readPoint(bytes: Uint8Array): Point | undefined {
  try {
    return Point.fromBytes(bytes, false);
  } catch {
    return undefined; // not canonical, or not on the curve
  }
}
