import type { AnyBody, Assignment, Cid, Happening, Signed } from "@icn-mesh/core";
import {
  type Fact,
  type Fence,
  isAttemptFailure,
  isFailureReason,
  type LifecycleEvent,
} from "@icn-mesh/mesh";

/** What only the manager of a job can decide: by its clock, by the order of arrival, or by what it has verified. */
export type Decision = Exclude<Happening, { readonly type: "fact" }>;

/** Something that the history of a job may take in: a fact that somebody signed, or a decision of its manager. */
export type Said = Signed<AnyBody> | Decision;

/** True for a signed fact. */
export function isFact(said: Said): said is Signed<AnyBody> {
  return "body" in said;
}

/** The fence of an assignment: which attempt a message about it speaks for. */
function fenceOf({ cid, body }: Fact<Assignment>): Fence {
  return { replica: body.replica, attempt: body.attempt, assignment: cid };
}

/** What a decision means for the lifecycle; undefined for one about an assignment or a reason that does not exist. */
export function eventOf(
  decision: Decision,
  assignments: ReadonlyMap<Cid, Fact<Assignment>>,
): LifecycleEvent | undefined {
  switch (decision.type) {
    case "opened":
    case "closed":
      return { type: decision.type, round: decision.round };
    case "lost": {
      const known = assignments.get(decision.assignment);
      if (known === undefined || !isAttemptFailure(decision.reason)) return undefined;
      return { type: "lost", fence: fenceOf(known), reason: decision.reason };
    }
    case "anchored":
      return { type: "anchored", receipt: decision.receipt };
    case "ended":
      return endOf(decision);
  }
}

function endOf({ status, reason }: Extract<Decision, { type: "ended" }>): LifecycleEvent | undefined {
  if (status !== "failed") return { type: "ended", status };
  return reason !== null && isFailureReason(reason) ? { type: "ended", status, reason } : undefined;
}
