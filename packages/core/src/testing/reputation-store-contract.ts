import type { Did } from "../ids/did.ts";
import type { ReputationStore } from "../ports/reputation-store.ts";
import { assertEqual } from "./assert.ts";
import type { Contract } from "./contract.ts";
import { sampleDid } from "./sample-did.ts";

/** A store, and whatever it takes for an account to have a reputation in it. */
export interface ReputationStoreSubject {
  readonly store: ReputationStore;
  earn(did: Did, reputation: number): Promise<void>;
}

/** All that a `ReputationStore` promises. */
export const reputationStoreContract: Contract<ReputationStoreSubject> = [
  {
    promise: "knows 0 of an account that nobody has seen",
    check({ store }) {
      assertEqual(store.reputation(sampleDid(1)), 0, "reputation");
    },
  },
  {
    promise: "knows of each account what it has earned",
    async check({ store, earn }) {
      await earn(sampleDid(1), 3);
      await earn(sampleDid(2), 70);
      const known = [1, 2, 3].map((number) => store.reputation(sampleDid(number)));
      assertEqual(known, [3, 70, 0], "reputations");
    },
  },
];
