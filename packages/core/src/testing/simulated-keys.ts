import { type Did, didFromPublicKey } from "../ids/did.ts";
import type { Signer } from "../ports/signer.ts";
import type { Verifier } from "../ports/verifier.ts";
import { sha256 } from "../sha256.ts";
import { createKeySigner } from "../signatures/key-signer.ts";
import type { SignatureEngine } from "../signatures/signature-engine.ts";
import { createVerifier } from "../signatures/verifier.ts";

/** Keys by name, and the verifier that knows them. */
export interface KeyRing {
  readonly verifier: Verifier;
  /** The key of a name, the same whenever it is asked for. */
  signer(name: string): Signer;
}

const SIGNATURE_BYTES = 64;
const encoder = new TextEncoder();

/**
 * Keys without curves, thirty times as fast: a signature is a hash over a secret that stays in here, so that nobody in
 * the simulation can forge one.
 */
export function createSimulatedKeys(): KeyRing {
  const secrets = new Map<Did, Uint8Array>();
  const verify: Verifier["verify"] = ({ by, message, signature }) => {
    const secret = secrets.get(by);
    return secret !== undefined && isEqual(signatureOf(secret, message), signature);
  };
  return {
    verifier: { verify, verifyMany: async (claims) => claims.map((claim) => verify(claim)) },
    signer(name) {
      const secret = secretOf(name);
      const did = didFromPublicKey(sha256(secret));
      secrets.set(did, secret);
      return { did, sign: async (message) => signatureOf(secret, message) };
    },
  };
}

/** Keys of Ed25519, judged by the rule of the protocol. */
export function createRealKeys(engine: SignatureEngine): KeyRing {
  return {
    verifier: createVerifier({ engine }),
    signer: (name) => createKeySigner({ engine, secretKey: secretOf(name) }),
  };
}

function secretOf(name: string): Uint8Array {
  return sha256(encoder.encode(`secret of ${name}`));
}

function signatureOf(secret: Uint8Array, message: Uint8Array): Uint8Array {
  const input = new Uint8Array(secret.length + message.length);
  input.set(secret);
  input.set(message, secret.length);
  const digest = sha256(input);
  const signature = new Uint8Array(SIGNATURE_BYTES);
  signature.set(digest);
  signature.set(digest, digest.length);
  return signature;
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
