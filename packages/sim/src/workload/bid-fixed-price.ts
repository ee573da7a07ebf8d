import type { BidPolicy } from "@icn-mesh/runtime";
import type { NodePlan } from "../plan/sim-plan.ts";

/** Asks the price of the plan for every job that pays it, a tenth of it for one whose guest fails. */
export function bidFixedPrice({ price: planned }: NodePlan): BidPolicy {
  return ({ job }) => {
    const price = BigInt(planned ?? 0);
    if (planned === null || price > job.budget) return null;
    const workMs = Math.min(job.spec.limits.wallMs, job.maxExecutionMs);
    return { price, failPrice: price / 10n, needMs: job.maxExecutionMs, estimatedMs: workMs };
  };
}
