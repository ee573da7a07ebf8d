import type { Did } from "@icn-mesh/core";
import type { Ballot } from "../certificate/ballot.ts";
import { type Proof, proofOf, readProof } from "../certificate/proof.ts";
import { claimOfBallot } from "../certificate/vote-claim.ts";
import { createVoteCount } from "../certificate/vote-count.ts";
import type { PromisedVote } from "../contested/choose-outcome.ts";
import type { GuardReply } from "../guard/guard-reply.ts";
import type { GuardRequest } from "../guard/guard-request.ts";
import type { CollectComponents, ProvenSlot } from "./collection.ts";

/** What guards say of a slot when nothing is asked for it. */
export interface RecalledSlot {
  /** What fills it, if a guard has the proof or the votes that were told are enough for one. */
  readonly proven: ProvenSlot | undefined;
  /** Votes for it that were told, with the bodies that they are for. */
  readonly told: readonly PromisedVote[];
}

/** Asks every guard what it knows of a slot. One that cannot be reached is as good as silent. */
export async function recallSlot(
  parts: CollectComponents,
  slot: string,
  signal: AbortSignal,
): Promise<RecalledSlot> {
  const { federation, guards } = parts;
  const count = createVoteCount(federation);
  const request: GuardRequest = { ask: { type: "recall", slot }, proofs: [] };
  const { guards: dids } = federation.constitution;
  const replies = await Promise.allSettled(dids.map((guard) => guards.ask(guard, request, { signal })));
  signal.throwIfAborted();
  const told: PromisedVote[] = [];
  let proven: ProvenSlot | undefined;

  function hear(guard: Did, reply: GuardReply): void {
    if (reply.type === "certified") proven ??= proofFor(parts, slot, reply.proof);
    if (reply.type !== "voted" || !isGenuine(parts, { guard, slot }, reply.ballot)) return;
    told.push({ ballot: reply.ballot, body: reply.body, terms: reply.terms });
    const certificate = count.add(reply.ballot);
    if (certificate !== undefined)
      proven ??= proofFor(parts, slot, proofOf(certificate, reply.body, reply.terms));
  }

  for (const [index, reply] of replies.entries())
    if (reply.status === "fulfilled") hear(dids[index] as Did, reply.value);
  return { proven, told };
}

/** A stranger's proof of what fills a slot; undefined if it does not prove that. */
export function proofFor(
  { federation, verifier }: CollectComponents,
  slot: string,
  proof: Proof,
): ProvenSlot | undefined {
  const read = readProof(federation, proof, verifier);
  return read.ok && read.value.certificate.slot === slot ? { certified: read.value, proof } : undefined;
}

/** True for a vote that this guard has given for this slot. */
export function isGenuine(
  { federation, verifier }: CollectComponents,
  { guard, slot }: { readonly guard: Did; readonly slot: string },
  ballot: Ballot,
): boolean {
  const isIts = ballot.vote.by === guard && ballot.slot === slot;
  return isIts && verifier.verify(claimOfBallot(federation, ballot));
}
