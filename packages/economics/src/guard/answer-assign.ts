import { assignmentRecord } from "@icn-mesh/core";
import { linkSlot } from "../money-slot.ts";
import type { GuardParts } from "./guard-parts.ts";
import { type GuardReply, refusal } from "./guard-reply.ts";
import type { GuardAsk } from "./guard-request.ts";
import { readAsked, verifyAll } from "./read-asked.ts";
import { readOffer } from "./read-offer.ts";
import { ruleOnOffer } from "./rule-offer.ts";
import { ruleOnReplica } from "./rule-replica.ts";
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
  const now = clock.now();
  const offer = readOffer(federation, ask, { assignment: assignment.value, now });
  if (!offer.ok) return refusal(offer.refusal);
  const { signed, terms } = offer.value;
  const verified = await verifyAll(verifier, [assignment.value, ...signed]);
  if (!verified.ok) return refusal(verified.refusal);

  const { cid, body } = assignment.value;
  const allowed = ruleOnOffer(ledger, offer.value, now);
  const ruling = allowed.ok
    ? await ruleOnReplica(parts, allowed.value, { offer: offer.value, draw: ask.draw })
    : allowed;
  if (!ruling.ok) {
    const slot = linkSlot(body.hold, body.seq);
    return answerPast(parts, { slot, outcome: cid, signed: assignment.value, because: ruling.refusal });
  }
  parts.terms.set(cid, terms);
  return voteFor(parts, {
    fact: { type: "assignment", cid, body },
    outcome: cid,
    signed: assignment.value,
    blocks: [{ cid: terms.job.cid, bytes: ask.job }, { cid: terms.bid.cid, bytes: ask.bid }, ...signed],
  });
}
