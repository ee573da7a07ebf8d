import { isDid, publicKeyOf } from "../ids/did.ts";
import type { SignatureClaim, Verifier } from "../ports/verifier.ts";
import type { SignatureEngine } from "./signature-engine.ts";
import { createSignatureRule, type SignatureRuleOptions } from "./signature-rule.ts";

/** What verifying takes. */
export interface VerifierComponents {
  readonly engine: SignatureEngine;
}

/** A verifier that works on the calling thread, and remembers the keys it met. */
export function createVerifier({ engine }: VerifierComponents, options: SignatureRuleOptions = {}): Verifier {
  const rule = createSignatureRule(engine, options);

  function verify({ by, message, signature }: SignatureClaim): boolean {
    return isDid(by) && rule(signature, message, publicKeyOf(by));
  }

  return {
    verify,
    async verifyMany(claims, { signal } = {}) {
      signal?.throwIfAborted();
      return claims.map((claim) => verify(claim));
    },
  };
}
