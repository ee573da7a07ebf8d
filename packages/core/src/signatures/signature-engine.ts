/**
 * Ed25519 arithmetic without policy: which keys and signatures deserve any is decided before, in one place, by
 * `createSignatureRule`. Results are those of RFC 8032 with the cofactorless equation, bit for bit.
 */
export interface SignatureEngine {
  /** For logs and errors, e.g. `sodium`. */
  readonly name: string;
  /** Prepares a 32-byte public key for many verifications. Bytes that are no point verify nothing. */
  importPublicKey(publicKey: Uint8Array): VerifyingKey;
  /** Prepares a 32-byte secret key for many signatures. It stays inside: no property of the result shows it. */
  importSecretKey(secretKey: Uint8Array): SigningKey;
  /** The engine's own, faster answer to `isUsableKey`, where it has one. */
  readonly isUsableKey?: (publicKey: Uint8Array) => boolean;
}

/** True if `[S]B − [k]A` encodes to R. Neither 64 bytes of nonsense nor any message makes it throw. */
export type VerifyingKey = (signature: Uint8Array, message: Uint8Array) => boolean;

/** A secret key at work. */
export interface SigningKey {
  readonly publicKey: Uint8Array;
  /** The one deterministic 64-byte signature of RFC 8032 over these bytes. */
  sign(message: Uint8Array): Uint8Array;
}
