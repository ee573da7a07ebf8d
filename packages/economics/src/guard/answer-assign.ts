import { acceptanceRecord, assignmentRecord } from "@icn-mesh/core";
import { readTerms } from "../certificate/proof.ts";
import { linkSlot } from "../money-slot.ts";
import { readMembers } from "./answer-chain.ts";
import type { GuardParts } from "./guard-parts.ts";
import { type GuardReply, refusal } from "./guard-reply.ts";
import type { GuardAsk } from "./guard-request.ts";
import { readAsked, verifyAll } from "./read-asked.ts";
import { ruleOnOffer } from "./rule-offer.ts";
import { answerPast, voteFor } from "./vote-for.ts";

/**
 * Votes for the next assignment of a hold. Two signatures are enough: the hold's certificate stands for the job that
 * it names, and the executor's acceptance for the bid that the assignment names.
 */
export async function answerAssign(
  parts: GuardParts,
  ask: Extract<GuardAsk, { type: "assign" }>,
): Promise<GuardReply> {
  const { federation, verifier, ledger, clock } = parts;
  const assignment = readAsked(assignmentRecord, ask.assignment, federation);
  if (!assignment.ok) return refusal(assignment.refusal);
  const acceptance = readAsked(acceptanceRecord, ask.acceptance, federation);
  if (!acceptance.ok) return refusal(acceptance.refusal);
  const members = readMembers(parts, ask.members);
  if (!members.ok) return refusal(members.refusal);
  const bytes = { job: ask.job, bid: ask.bid };
  const terms = readTerms(assignment.value.body, bytes);
  if (!terms.ok) return refusal(terms.refusal);
  const verified = await verifyAll(verifier, [assignment.value, acceptance.value, ...members.value]);
  if (!verified.ok) return refusal(verified.refusal);

  const { cid, body } = assignment.value;
  const now = clock.now();
  const offer = {
    assignment: assignment.value,
    acceptance: acceptance.value.body,
    terms: terms.value,
    isMember: (did: string) =>
      members.value.some((member) => member.body.account === did && member.body.notAfter >= now),
  };
  const ruling = ruleOnOffer(ledger, offer, now);
  if (!ruling.ok) {
    const slot = linkSlot(body.hold, body.seq);
    return answerPast(parts, { slot, outcome: cid, signed: assignment.value, because: ruling.refusal });
  }
  const { job, bid } = terms.value;
  const agreed = [
    { cid: job.cid, bytes: ask.job },
    { cid: bid.cid, bytes: ask.bid },
  ];
  parts.terms.set(cid, terms.value);
  const blocks = [...agreed, acceptance.value, ...members.value];
  return voteFor(parts, {
    fact: { type: "assignment", cid, body },
    outcome: cid,
    signed: assignment.value,
    blocks,
  });
}
