import { foldHistory } from "@icn-mesh/mesh";
import { evidenceIn } from "./evidence-in.ts";
import type { Invariant } from "./invariant.ts";

/** Nothing that a history links to is missing where it is kept. */
export const i15: Invariant = {
  id: "I-15",
  promise: "every link of a history leads to what is there",
  hold: (world, broken) => ({
    async atEnd() {
      for (const { job, entries, facts } of await evidenceIn(world)) {
        const { wanted, gaps } = foldHistory({ job, entries, facts });
        if (wanted.length + gaps.length > 0) broken(`${job.cid} lacks ${[...wanted, ...gaps].length} parts`);
      }
    },
  }),
};
