import type { ExecutionReceipt, Release } from "@icn-mesh/core";
import type { Fact } from "../history/fact.ts";
import type { Evidence, SettlementVerdict, Shown } from "./evidence.ts";
import { faultIn } from "./fault-in.ts";
import { judgeReceipt } from "./judge-receipt.ts";
import { notProven, unclaimed, unpaid } from "./verdicts.ts";

/**
 * Decides the settlement of one certified assignment. Guards with the same evidence come to the same verdict, and
 * no step of it depends on the honesty of the other side.
 */
export function judge(evidence: Evidence): SettlementVerdict {
  const { job, assignment, shown } = evidence;
  const fault = faultIn(evidence);
  if (fault !== undefined) return { verdict: "refuse", because: fault };
  if (assignment.body.executor === job.body.by) return unpaid("release", "own-account");
  if (shown === null) return unclaimed(evidence);
  const { fact } = shown;
  return isReceipt(fact) ? judgeReceipt(evidence, shown, fact) : judgeRelease(evidence, shown, fact.body);
}

function isReceipt(fact: Shown["fact"]): fact is Fact<ExecutionReceipt> {
  return fact.body.t === "icn/receipt/1";
}

/** Giving back for nothing needs the executor alone; for a part of the price, the payer must show it. */
function judgeRelease(evidence: Evidence, { isByPayer }: Shown, { partPrice }: Release): SettlementVerdict {
  if (partPrice === 0n) return unpaid("release", "given-back");
  if (partPrice > evidence.assignment.body.price) return notProven(evidence, "part-of-too-much");
  if (!isByPayer) return notProven(evidence, "part-unconfirmed");
  return { verdict: "settle", type: "split", price: partPrice, because: "given-back" };
}
