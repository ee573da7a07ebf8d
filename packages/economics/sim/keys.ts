import { hash } from "node:crypto";
import {
  createKeySigner,
  createVerifier,
  type Did,
  didFromPublicKey,
  type Signer,
  type Verifier,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";

/** Keys by name, and the verifier that knows them. */
export interface KeyRing {
  readonly verifier: Verifier;
  /** The key of a name, the same whenever it is asked for. */
  signer(name: string): Signer;
}

/**
 * Keys without curves, thirty times as fast: a signature is a hash over a secret that stays in here, so that nobody in
 * the simulation can forge one.
 */
export function simulatedKeys(): KeyRing {
  const secrets = new Map<Did, Uint8Array>();
  const verify: Verifier["verify"] = ({ by, message, signature }) => {
    const secret = secrets.get(by);
    return secret !== undefined && Buffer.compare(signatureOf(secret, message), signature) === 0;
  };
  return {
    verifier: { verify, verifyMany: async (claims) => claims.map((claim) => verify(claim)) },
    signer(name) {
      const secret = secretOf(name);
      const did = didFromPublicKey(hash("sha256", secret, "buffer"));
      secrets.set(did, secret);
      return { did, sign: async (message) => signatureOf(secret, message) };
    },
  };
}

/** Keys of Ed25519, judged by the rule of the protocol. */
export function realKeys(): KeyRing {
  const engine = nodeCryptoEngine();
  return {
    verifier: createVerifier({ engine }),
    signer: (name) => createKeySigner({ engine, secretKey: secretOf(name) }),
  };
}

function secretOf(name: string): Uint8Array {
  return new Uint8Array(hash("sha256", `secret of ${name}`, "buffer"));
}

function signatureOf(secret: Uint8Array, message: Uint8Array): Uint8Array {
  return new Uint8Array(hash("sha512", Buffer.concat([secret, message]), "buffer"));
}
