import { assertInteger } from "../assert-in-range.ts";
import { createBoundedMap } from "../bounded-map.ts";
import type { Did } from "../ids/did.ts";
import type { ReputationStore } from "../ports/reputation-store.ts";

/** Reputations that somebody else computed, for whoever asks. */
export interface MemoryReputationStore extends ReputationStore {
  /** Replaces what is known of an account, by a safe integer of at least 0. */
  set(did: Did, reputation: number): void;
}

/** How many accounts are remembered. */
export interface MemoryReputationStoreOptions {
  /** The account asked for or set least lately is forgotten first, and counts as never seen; 100 000 when not given. */
  readonly max?: number;
}

/** Reputations in memory, all 0. */
export function createMemoryReputationStore(
  options: MemoryReputationStoreOptions = {},
): MemoryReputationStore {
  const { max = 100_000 } = options;
  const reputations = createBoundedMap<Did, number>({ max, whenFull: "evict-least-used" });
  return {
    reputation: (did) => reputations.get(did) ?? 0,
    set(did, reputation) {
      assertInteger("reputation", reputation);
      reputations.set(did, reputation);
    },
  };
}
