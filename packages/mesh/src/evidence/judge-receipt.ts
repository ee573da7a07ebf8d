import type { ExecutionReceipt } from "@icn-mesh/core";
import type { Fact } from "../history/fact.ts";
import { isExecutorFailure, reasonOfClass } from "../lifecycle/reasons.ts";
import type { Evidence, SettlementVerdict, Shown } from "./evidence.ts";
import { judgeVote } from "./judge-vote.ts";
import { least, priceOf } from "./price.ts";
import { deadlineOf, isOverdue, notProven, unclaimed, unpaid, wait } from "./verdicts.ts";

/** What a receipt is worth: at once if the payer shows it, after the grace period if the executor does. */
export function judgeReceipt(
  evidence: Evidence,
  shown: Shown,
  receipt: Fact<ExecutionReceipt>,
): SettlementVerdict {
  const { outcome } = receipt.body;
  const failure = outcome.type === "failed" ? reasonOfClass(outcome.class) : null;
  // It speaks against its own signer, so it needs no deadline and no second opinion.
  if (failure !== null && isExecutorFailure(failure)) return unpaid("fault", failure);
  if (shown.at >= evidence.assignment.body.claimBy) return unclaimed(evidence);
  const hindrance = judgeVote(evidence, shown, receipt) ?? judgeClaim(evidence, shown, failure === null);
  if (hindrance !== undefined) return hindrance;
  if (failure === null) return judgeDelivery(evidence, shown, receipt.body);
  const price = least(evidence.bid.body.failPrice, evidence.assignment.body.price);
  return { verdict: "settle", type: "fail", price, because: failure };
}

/** The payer may object for a while; and whoever wants to be paid for a result must have handed it over. */
function judgeClaim(
  evidence: Evidence,
  { isByPayer, at }: Shown,
  isResult: boolean,
): SettlementVerdict | undefined {
  if (isByPayer) return undefined;
  const graceEnd = at + evidence.terms.graceMs;
  if (evidence.now < graceEnd) return wait(graceEnd, "grace");
  if (!isResult || evidence.holdsOutputs) return undefined;
  return isOverdue(evidence) ? unpaid("lapse", "outputs-missing") : wait(deadlineOf(evidence), "outputs");
}

function judgeDelivery(
  evidence: Evidence,
  { at }: Shown,
  { startedAt, finishedAt }: ExecutionReceipt,
): SettlementVerdict {
  const { job, bid, assignment, knownSince } = evidence;
  const elapsedMs = finishedAt - startedAt;
  const isPossible = elapsedMs <= at - knownSince;
  if (job.body.pricing.type === "per-hour" && !isPossible) return notProven(evidence, "bad-duration");
  const price = priceOf({ job: job.body, bid: bid.body, assignment: assignment.body }, elapsedMs);
  return { verdict: "settle", type: "pay", price, because: "delivered" };
}
