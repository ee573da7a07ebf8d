import { createBoundedMap } from "../bounded-map.ts";
import type { SignatureEngine, VerifyingKey } from "./signature-engine.ts";
import { isKeyForm, isSignatureForm } from "./signature-form.ts";
import { isUsableKey } from "./usable-key.ts";

/** How much is remembered, in keys. Forgetting one costs its next record a millisecond. */
export interface SignatureRuleOptions {
  /** Keys that signed something and may be accounts: 4096 when not given. */
  readonly maxKeys?: number;
  /** Keys that signed something and may not be accounts: 1024 when not given. */
  readonly maxRefusedKeys?: number;
}

/** The one verification rule of the protocol: the same verdict on the same bytes, whatever the engine. */
export type SignatureRule = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;

/**
 * Builds the rule on an engine: 64-byte signature and 32-byte key; the key usable (see `isUsableKey`); R canonical
 * and not of small order; S < L; the cofactorless equation. Every check of a signature in the mesh comes here.
 */
export function createSignatureRule(
  engine: SignatureEngine,
  options: SignatureRuleOptions = {},
): SignatureRule {
  const { maxKeys = 4096, maxRefusedKeys = 1024 } = options;
  const keys = createBoundedMap<string, VerifyingKey>({ max: maxKeys, whenFull: "evict-least-used" });
  const refused = createBoundedMap<string, true>({ max: maxRefusedKeys, whenFull: "evict-least-used" });
  const isUsable = engine.isUsableKey ?? isUsableKey;

  /**
   * The equation comes before the check of the key, which takes ten times longer: a stranger who makes up keys and
   * signatures gets neither that work nor a place in the caches, so that he cannot push honest keys out.
   */
  function admit(name: string, publicKey: Uint8Array, key: VerifyingKey): boolean {
    const usable = isUsable(publicKey);
    if (usable) keys.set(name, key);
    else refused.set(name, true);
    return usable;
  }

  return (signature, message, publicKey) => {
    if (!isSignatureForm(signature) || !isKeyForm(publicKey)) return false;
    // Maps compare strings by content and arrays by identity.
    const name = String.fromCharCode.apply(null, publicKey as unknown as number[]);
    const known = keys.get(name);
    if (known !== undefined) return known(signature, message);
    if (refused.get(name)) return false;
    const key = engine.importPublicKey(publicKey);
    return key(signature, message) && admit(name, publicKey, key);
  };
}
