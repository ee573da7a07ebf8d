import type { Did } from "../ids/did.ts";

/** One claim to check: did the key of `by` sign these bytes? */
export interface SignatureClaim {
  readonly by: Did;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** Judges signatures by the one rule of the protocol. The simulator replaces it by one without curve arithmetic. */
export interface Verifier {
  /** True only if the claim holds under the one rule; malformed input is false, never an exception. */
  verify(claim: SignatureClaim): boolean;
  /** The same verdicts in the same order, possibly computed elsewhere than on the calling thread. */
  verifyMany(
    claims: readonly SignatureClaim[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<boolean[]>;
}
