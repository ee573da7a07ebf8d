import type { Settlement } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import { settlementSlot } from "../money-slot.ts";
import { granted, type Ruling, refused } from "../refusal.ts";
import type { WorkEnding, WorkEvidence, WorkVerdict } from "./judge.ts";
import { payOut } from "./payout.ts";

/** Endings for which something may be paid. */
const PAID: ReadonlySet<WorkEnding> = new Set(["pay", "fail", "split"]);

/** The outcome that a verdict comes to, which is all that certificates and reputation ever see of it. */
export function settle(
  federation: Federation,
  evidence: WorkEvidence,
  verdict: WorkVerdict,
): Ruling<Settlement> {
  const { because } = verdict;
  switch (verdict.verdict) {
    case "refuse":
      return refused({ code: "ECONOMICS_WRONG_EVIDENCE", because });
    case "wait": {
      const retryInMs = Math.max(1, verdict.until - evidence.now);
      return refused({ code: "ECONOMICS_NOT_YET", because, retryInMs });
    }
    case "settle":
      return payable(federation, evidence, verdict);
  }
}

/** Whatever the judge says, no more is taken than was agreed, and nothing for an ending that pays nothing. */
function payable(
  federation: Federation,
  { job, assignment }: WorkEvidence,
  { type, price, because }: Extract<WorkVerdict, { readonly verdict: "settle" }>,
): Ruling<Settlement> {
  const { cid, body } = assignment;
  if (price < 0n || price > body.price) return refused({ code: "ECONOMICS_ABOVE_HOLD", free: body.price });
  if (price > 0n && !PAID.has(type)) return refused({ code: "ECONOMICS_WRONG_EVIDENCE", because });
  const slot = settlementSlot(cid);
  return granted(payOut(federation, { type, slot, unit: job.body.unit, price, to: body.executor }));
}
