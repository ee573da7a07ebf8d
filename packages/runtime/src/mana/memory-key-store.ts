import { createKeySigner, type Rng, type SignatureEngine, type Signer } from "@icn-mesh/core";
import type { KeyStore } from "../ports/key-store.ts";

const SECRET_KEY_BYTES = 32;

/** Keys that live as long as the object. */
export function createMemoryKeyStore(components: {
  readonly engine: SignatureEngine;
  readonly rng: Rng;
}): KeyStore {
  const { engine, rng } = components;
  const keys = new Map<string, Signer>();
  return {
    async signerFor(principal) {
      const known = keys.get(principal);
      if (known !== undefined) return known;
      const made = createKeySigner({ engine, secretKey: rng.bytes(SECRET_KEY_BYTES) });
      keys.set(principal, made);
      return made;
    },
    signers: async () => [...keys.values()],
  };
}
