import type {
  AttemptSettlement,
  Evidence,
  RefusedReason,
  SettledReason,
  SettlementVerdict,
  WaitReason,
} from "./evidence.ts";

/** Settled, and nothing is paid. */
export function unpaid(type: AttemptSettlement, because: SettledReason): SettlementVerdict {
  return { verdict: "settle", type, price: 0n, because };
}

/** Not yet. */
export function wait(until: number, because: WaitReason): SettlementVerdict {
  return { verdict: "wait", until, because };
}

/** The last moment at which an assignment can still be waited for. */
export function deadlineOf({ assignment, terms }: Evidence): number {
  return assignment.body.claimBy + terms.marginMs;
}

/** True once the time to claim is over, with its margin for clocks that differ. */
export function isOverdue(evidence: Evidence): boolean {
  return evidence.now > deadlineOf(evidence);
}

/** Nothing was shown in time: released once the time is over. */
export function unclaimed(evidence: Evidence): SettlementVerdict {
  return isOverdue(evidence) ? unpaid("lapse", "unclaimed") : wait(deadlineOf(evidence), "claim");
}

/** What was shown does not count, and holds nothing up. */
export function notProven(evidence: Evidence, because: RefusedReason): SettlementVerdict {
  return isOverdue(evidence) ? unpaid("lapse", "unclaimed") : { verdict: "refuse", because };
}
