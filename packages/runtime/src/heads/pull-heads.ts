import { equalBytes } from "./equal-bytes.ts";
import { rootsCodec } from "./head-messages.ts";
import type { HeadSession } from "./head-session.ts";
import type { HeadSet } from "./head-set.ts";
import type { HeadSetName } from "./item-names.ts";
import { pullSet } from "./pull-set.ts";

/** Where the comparison of each set was left off; nothing of one that was finished. */
export type LeftOff = Map<HeadSetName, number>;

/** Brings over what a peer has of each set and this node has not. */
export async function pullHeads(
  session: HeadSession,
  sets: readonly HeadSet[],
  leftOff: LeftOff,
): Promise<void> {
  const answer = await session.ask({ type: "roots" }, rootsCodec);
  for (const set of sets) {
    const theirs = answer?.roots.find((root) => root.set === set.name);
    if (theirs === undefined || equalBytes(theirs.digest, await set.items.chain(null))) continue;
    const next = await pullSet({ session, set }, leftOff.get(set.name) ?? null);
    if (next === null) leftOff.delete(set.name);
    else leftOff.set(set.name, next);
  }
  session.finish("done");
}
