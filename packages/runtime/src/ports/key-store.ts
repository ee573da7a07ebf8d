import type { Signer } from "@icn-mesh/core";

/** The keys that a node keeps for those who use it and have none of their own: one account for each. */
export interface KeyStore {
  /** The key of a principal; the first call makes it, and it is durable once resolved. */
  signerFor(principal: string): Promise<Signer>;
  /** All keys there are. */
  signers(): Promise<readonly Signer[]>;
}
