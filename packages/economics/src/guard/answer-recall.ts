import { assignmentRecord } from "@icn-mesh/core";
import type { Ballot } from "../certificate/ballot.ts";
import { type Proof, proofOf } from "../certificate/proof.ts";
import { certificateOf } from "../certificate/vote-count.ts";
import type { GuardParts } from "./guard-parts.ts";
import { type GuardReply, refusal } from "./guard-reply.ts";
import { blockAt } from "./vote-log.ts";

/** The proof of what fills a slot. The vote of an only guard is a certificate, which is made when it is asked for. */
export async function answerRecall(parts: GuardParts, slot: string): Promise<GuardReply> {
  const known = await parts.knowledge.recall(slot);
  if (known !== undefined) return { type: "certified", proof: known };
  const ballot = parts.federation.quorum === 1 ? await parts.votes.recall(slot, 0) : undefined;
  if (ballot === undefined) return refusal({ code: "ECONOMICS_BEHIND", slot });
  return { type: "certified", proof: await proofOfBallot(parts, ballot) };
}

async function proofOfBallot({ federation, storage }: GuardParts, ballot: Ballot): Promise<Proof> {
  const certificate = certificateOf(federation, [ballot]);
  if (typeof ballot.outcome !== "string") return proofOf(certificate, null);
  const body = await blockAt(storage, ballot.outcome);
  const assignment = assignmentRecord.codec.decode(body);
  if (!assignment.ok) return proofOf(certificate, body);
  const [job, bid] = await Promise.all([
    blockAt(storage, assignment.value.job),
    blockAt(storage, assignment.value.bid),
  ]);
  return proofOf(certificate, body, { job, bid });
}
