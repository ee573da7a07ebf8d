import type { Did } from "../ids/did.ts";

/** Whoever holds a private key: in memory, in a file, or in another process. */
export interface Signer {
  /** The account that this key speaks for. */
  readonly did: Did;
  /** The 64-byte Ed25519 signature over exactly these bytes. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}
