import type { Did } from "@icn-mesh/core";
import { settlementSlot } from "../money-slot.ts";
import { settle } from "../settlement/settle.ts";
import { judgeWithAppeal } from "./appeal.ts";
import { gatherEvidence, keepClaim } from "./gather-evidence.ts";
import type { GuardParts } from "./guard-parts.ts";
import { type GuardReply, refusal } from "./guard-reply.ts";
import type { GuardAsk } from "./guard-request.ts";
import { readClaim } from "./read-claim.ts";
import { answerPast, voteFor } from "./vote-for.ts";

/**
 * Takes note of what is shown about an assignment and votes for what that comes to by the judge's rules. `from` is
 * the account that asks, as the transport has authenticated it: what the payer shows itself, it agrees to.
 */
export async function answerSettle(
  parts: GuardParts,
  ask: Extract<GuardAsk, { type: "settle" }>,
  from: Did,
): Promise<GuardReply> {
  const claim = await readClaim(parts, ask, from);
  if (!claim.ok) {
    const because = claim.refusal;
    if (because.code !== "ECONOMICS_UNKNOWN_ASSIGNMENT") return refusal(because);
    return answerPast(parts, { slot: settlementSlot(ask.assignment), outcome: null, signed: null, because });
  }
  const evidence = await gatherEvidence(parts, claim.value);
  if (!evidence.ok) return refusal(evidence.refusal);
  const verdict = await judgeWithAppeal(parts, claim.value.hold, evidence.value);
  const outcome = settle(parts.federation, evidence.value, verdict);
  if (!outcome.ok) {
    // What was settled at once need not be remembered.
    await keepClaim(parts, claim.value, evidence.value.now);
    return refusal(outcome.refusal);
  }
  const settlement = outcome.value;
  return voteFor(parts, {
    fact: { type: "settlement", settlement },
    outcome: settlement,
    signed: null,
    blocks: claim.value.shown.map(({ signed }) => signed),
  });
}

/** Takes note of what is shown about an assignment, and of when. */
export async function answerShow(
  parts: GuardParts,
  ask: Extract<GuardAsk, { type: "show" }>,
  from: Did,
): Promise<GuardReply> {
  const claim = await readClaim(parts, ask, from);
  if (!claim.ok) return refusal(claim.refusal);
  await keepClaim(parts, claim.value, parts.clock.now());
  return { type: "noted" };
}
