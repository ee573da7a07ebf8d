import type { Rng } from "@icn-mesh/core";
import { foldHistory, type JobHistory } from "@icn-mesh/mesh";
import { evidenceIn } from "./evidence-in.ts";
import type { Invariant } from "./invariant.ts";

/** Whatever order a history comes in, and however often: it says the same as the live job. */
export const i14: Invariant = {
  id: "I-14",
  promise: "a history comes to the same in any order",
  hold: (world, broken) => ({
    async atEnd() {
      const rng = world.rng.fork("shuffle");
      for (const { job, entries, facts } of await evidenceIn(world)) {
        const known = lastOf({ job, entries, facts });
        const again = lastOf({ job, entries: twice(entries, rng), facts: twice(facts, rng) });
        if (again !== known) broken(`${job.cid} is ${again} in another order, and ${known} in its own`);
      }
    },
  }),
};

function lastOf(history: JobHistory): string {
  const { lifecycle, wanted } = foldHistory(history);
  return JSON.stringify([lifecycle.state, wanted]);
}

function twice<Item>(items: readonly Item[], rng: Rng): readonly Item[] {
  const ranked = [...items, ...items].map((item) => ({ item, rank: rng.below(2 ** 32) }));
  return ranked.toSorted((one, other) => one.rank - other.rank).map(({ item }) => item);
}
