import { proofOf } from "../certificate/proof.ts";
import { certificateOf } from "../certificate/vote-count.ts";
import type { GuardParts } from "./guard-parts.ts";
import { type GuardReply, refusal } from "./guard-reply.ts";
import { bodiesOf } from "./slot-bodies.ts";

/** The proof of what fills a slot, or else this guard's first vote for it. The vote of an only guard is a certificate. */
export async function answerRecall(parts: GuardParts, slot: string): Promise<GuardReply> {
  const { federation, knowledge, votes, storage } = parts;
  const known = await knowledge.recall(slot);
  if (known !== undefined) return { type: "certified", proof: known };
  const ballot = await votes.recall(slot, 0);
  if (ballot === undefined) return refusal({ code: "ECONOMICS_BEHIND", slot });
  const { body, terms } = await bodiesOf(storage, ballot.outcome);
  return federation.quorum === 1
    ? { type: "certified", proof: proofOf(certificateOf(federation, [ballot]), body, terms) }
    : { type: "voted", ballot, body, terms };
}
