import { checkHistory, type Finding } from "@icn-mesh/mesh";
import { evidenceIn } from "./evidence-in.ts";
import type { Invariant } from "./invariant.ts";

/** A stranger who checks what a node shows of its jobs finds every receipt on its own live assignment, once. */
export const i12: Invariant = {
  id: "I-12",
  promise: "a receipt is anchored once, and is that of the executor of a live assignment",
  hold: (world, broken) => ({
    async atEnd() {
      for (const evidence of await evidenceIn(world)) {
        const { findings } = checkHistory(evidence, world.keys.verifier.verify);
        for (const finding of findings.filter(isWrong))
          broken(`${evidence.job.cid}: ${JSON.stringify(finding)}`);
      }
    },
  }),
};

/** What was signed before a crash holds its link, and may be written down when the next round is open. */
function isWrong(finding: Finding): boolean {
  return finding.finding !== "bad-assignment" || finding.why !== "other-round";
}
