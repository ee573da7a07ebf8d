import { createBoundedMap } from "../bounded-map.ts";
import type { SignatureClaim, Verifier } from "../ports/verifier.ts";
import { sha256 } from "../sha256.ts";

/** How much to remember. */
export interface RememberingOptions {
  /** Claims that held, about 300 bytes each; 4 096 when not given. */
  readonly max?: number;
}

const SIGNATURE_BYTES = 64;

/**
 * A verifier that asks another once about the same claim, as long as it remembers that it held: a record that comes by
 * several ways, or is part of several requests, costs one verification. What did not hold is not remembered.
 */
export function createRememberingVerifier(
  verifier: Verifier,
  { max = 4_096 }: RememberingOptions = {},
): Verifier {
  const held = createBoundedMap<string, true>({ max, whenFull: "evict-oldest" });

  const isKnown = (key: string | undefined): boolean => key !== undefined && held.get(key) === true;

  function remember(key: string | undefined, holds: boolean): boolean {
    if (holds && key !== undefined) held.set(key, true);
    return holds;
  }

  return {
    verify(claim) {
      const key = keyOf(claim);
      return isKnown(key) || remember(key, verifier.verify(claim));
    },
    async verifyMany(claims, options) {
      const keys = claims.map(keyOf);
      const known = keys.map(isKnown);
      const asked = claims.filter((_, index) => known[index] !== true);
      const verdicts = (await verifier.verifyMany(asked, options)).values();
      return keys.map((key, index) => known[index] === true || remember(key, verdicts.next().value === true));
    },
  };
}

/** All of a claim, in one text; undefined for what cannot hold. */
function keyOf({ by, message, signature }: SignatureClaim): string | undefined {
  if (!(signature instanceof Uint8Array) || signature.length !== SIGNATURE_BYTES) return undefined;
  if (!(message instanceof Uint8Array)) return undefined;
  return `${by} ${String.fromCharCode(...signature)}${String.fromCharCode(...sha256(message))}`;
}
