import type { ExecutionReceipt } from "@icn-mesh/core";
import type { Judge, ShownWord, WorkEnding, WorkEvidence, WorkVerdict } from "../settlement/judge.ts";

/**
 * The rules of settlement for jobs that are verified by a signature, in their plainest form: for tests of ledgers
 * that have no rules of jobs at hand.
 */
export const plainJudge: Judge = (evidence) => {
  const { assignment, shown, job } = evidence;
  if (assignment.body.executor === job.body.by) return unpaid("release", "own-account");
  if (shown === null) return lapse(evidence, "claim");
  const { fact } = shown;
  if (fact.body.assignment !== assignment.cid) return { verdict: "refuse", because: "other-assignment" };
  if (fact.body.by !== assignment.body.executor) return { verdict: "refuse", because: "other-executor" };
  if (fact.body.t === "icn/receipt/1") return judgeReceipt(evidence, shown, fact.body);
  if (fact.body.partPrice === 0n) return unpaid("release", "given-back");
  if (!shown.isByPayer) return { verdict: "refuse", because: "part-unconfirmed" };
  return { verdict: "settle", type: "split", price: fact.body.partPrice, because: "given-back" };
};

function judgeReceipt(
  evidence: WorkEvidence,
  shown: ShownWord,
  { outcome, startedAt, finishedAt }: ExecutionReceipt,
): WorkVerdict {
  const { assignment, bid, terms, now } = evidence;
  if (outcome.type === "failed" && outcome.class === "crashed") return unpaid("fault", "crashed");
  if (shown.at >= assignment.body.claimBy) return lapse(evidence, "claim");
  const graceEnd = shown.at + terms.graceMs;
  if (!shown.isByPayer && now < graceEnd) return { verdict: "wait", until: graceEnd, because: "grace" };
  if (!shown.isByPayer && outcome.type === "ok" && !evidence.holdsOutputs) return lapse(evidence, "outputs");
  if (outcome.type === "failed")
    return { verdict: "settle", type: "fail", price: bid.body.failPrice, because: "trap" };
  return {
    verdict: "settle",
    type: "pay",
    price: priceOf(evidence, finishedAt - startedAt),
    because: "delivered",
  };
}

function lapse({ assignment, terms, now }: WorkEvidence, because: "claim" | "outputs"): WorkVerdict {
  const until = assignment.body.claimBy + terms.marginMs;
  if (now <= until) return { verdict: "wait", until: until + 1, because };
  return unpaid("lapse", because === "claim" ? "unclaimed" : "outputs-missing");
}

function priceOf({ job, bid, assignment }: WorkEvidence, elapsedMs: number): bigint {
  const { price } = assignment.body;
  if (job.body.pricing.type === "fixed" || bid.body.perHour === undefined) return price;
  const metered = (bid.body.perHour * BigInt(elapsedMs) + 3_599_999n) / 3_600_000n;
  return metered < price ? metered : price;
}

function unpaid(type: WorkEnding, because: string): WorkVerdict {
  return { verdict: "settle", type, price: 0n, because };
}
