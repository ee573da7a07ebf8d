import type { Did } from "../ids/did.ts";

/** What is known of an account's past: a fold over anchored outcomes, never a claim of its own. */
export interface ReputationStore {
  /** A safe integer of at least 0; 0 for an account nobody has seen. */
  reputation(did: Did): number;
}
