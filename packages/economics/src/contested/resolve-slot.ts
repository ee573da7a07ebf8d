import type { Did } from "@icn-mesh/core";
import { type Proof, proofOf } from "../certificate/proof.ts";
import { claimOfBallot } from "../certificate/vote-claim.ts";
import { createVoteCount } from "../certificate/vote-count.ts";
import type { GuardParts } from "../guard/guard-parts.ts";
import { type GuardReply, refusal } from "../guard/guard-reply.ts";
import type { GuardAsk } from "../guard/guard-request.ts";
import { chooseOutcome, type PromisedVote } from "./choose-outcome.ts";

/** Asks every guard, the leader itself among them, and gives the answers of those that can be reached. */
export type AskEach = (
  ask: Extract<GuardAsk, { readonly type: "prepare" | "accept" }>,
) => Promise<readonly GuardReply[]>;

/**
 * Settles a slot on which the votes are stuck, by one round of single-decree Paxos over the guards' votes: promises
 * of a quorum, the outcome that cannot contradict any certificate, votes for it at the new ballot. It is safe where
 * guards fail by crashing, whoever runs it and however often; a guard that lies would break it.
 */
export async function resolveSlot(
  parts: GuardParts,
  slot: string,
  { ballot, askEach }: { readonly ballot: number; readonly askEach: AskEach },
): Promise<GuardReply> {
  const { federation, knowledge, clock } = parts;
  const promises = await askEach({ type: "prepare", slot, ballot });
  const certified = promises.find((reply) => reply.type === "certified");
  if (certified !== undefined) return certified;
  const given = promises.filter((reply) => reply.type === "promise").map(({ voted }) => voted);
  const guards = federation.constitution.guards.length;
  const chosen = chooseOutcome(given, { guards, quorum: federation.quorum });
  if (chosen === undefined) return refusal({ code: "ECONOMICS_UNREACHABLE", answered: given.length });
  const { body, terms } = chosen;
  const { outcome } = chosen.ballot;
  const replies = await askEach({ type: "accept", slot, ballot, outcome, body, terms });
  const proof = countVotes(parts, replies, chosen);
  if (proof === undefined) return refusal({ code: "ECONOMICS_UNREACHABLE", answered: replies.length });
  const learnt = await knowledge.learn([proof], clock.now());
  return learnt.ok ? { type: "certified", proof } : refusal(learnt.refusal);
}

/** A ballot above the one promised, of which no other guard is the leader. */
export function nextBallot(guards: readonly Did[], leader: Did, promised: number): number {
  const round = Math.floor(promised / guards.length) + 1;
  return round * guards.length + guards.indexOf(leader);
}

function countVotes(
  { federation, verifier }: GuardParts,
  replies: readonly GuardReply[],
  { body, terms }: PromisedVote,
): Proof | undefined {
  const count = createVoteCount(federation);
  for (const reply of replies) {
    if (reply.type !== "vote" || !verifier.verify(claimOfBallot(federation, reply.ballot))) continue;
    const certificate = count.add(reply.ballot);
    if (certificate !== undefined) return proofOf(certificate, body, terms);
  }
  return undefined;
}
