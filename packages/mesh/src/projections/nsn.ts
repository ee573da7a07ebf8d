import type { FailureReason } from "../lifecycle/reasons.ts";
import type { LifecycleState } from "../lifecycle/state.ts";
import { type JobStage, stageOf } from "./job-stage.ts";

/** What the task market of NSN calls the stages of a task; it has values besides these that nothing sets. */
export type NsnTaskStatus =
  | "Open"
  | "Assigned"
  | "Executing"
  | "Submitted"
  | "Verified"
  | "Rejected"
  | "Failed"
  | "Expired";

/** Why a task failed, on the chain of NSN. `ExecutorFailed` and `Preempted` cost the executor stake. */
export type NsnFailReason =
  | "ExecutorFailed"
  | "Cancelled"
  | "DeadlineExceeded"
  | "Preempted"
  | "InvalidInput"
  | "Other";

/** A job as a task of NSN. */
export interface NsnTask {
  readonly status: NsnTaskStatus;
  /** For status `Failed` only. */
  readonly failReason: NsnFailReason | null;
}

/** Each stage as a status of NSN; a failure may have one of its own. */
export const NSN_STATUSES = {
  open: "Open",
  allocating: "Open",
  leased: "Assigned",
  running: "Executing",
  verifying: "Submitted",
  done: "Verified",
  failed: "Failed",
  cancelled: "Failed",
} as const satisfies Readonly<Record<JobStage, NsnTaskStatus>>;

/** Each reason as NSN shows it: a bare status, or why the task failed. */
export const NSN_FAILURES: Readonly<Record<FailureReason, "Expired" | "Rejected" | NsnFailReason>> = {
  unfunded: "Other",
  "no-bids": "Expired",
  "no-suitable-bid": "Expired",
  "not-accepted": "Other",
  lost: "Other",
  timeout: "DeadlineExceeded",
  preempted: "Preempted",
  crashed: "ExecutorFailed",
  "invalid-receipt": "Other",
  verification: "Rejected",
  trap: "Other",
  "out-of-fuel": "Other",
  "out-of-memory": "ExecutorFailed",
  "output-too-large": "Other",
  "invalid-module": "Other",
  "invalid-input": "InvalidInput",
  "model-unavailable": "ExecutorFailed",
  "no-runner": "ExecutorFailed",
  cancelled: "Cancelled",
  internal: "Other",
};

/** What the chain and the scheduler of NSN call failures, in our words. */
export const REASONS_OF_NSN = {
  ExecutorFailed: "crashed",
  Cancelled: "cancelled",
  DeadlineExceeded: "timeout",
  Preempted: "preempted",
  InvalidInput: "invalid-input",
  Other: "internal",
  ModelUnavailable: "model-unavailable",
  OutOfMemory: "out-of-memory",
  Timeout: "timeout",
  SemanticCheckFailed: "verification",
  GrpcError: "internal",
} as const satisfies Readonly<Record<string, FailureReason>>;

/** A job as a task of NSN. */
export function nsnTaskOf(state: LifecycleState): NsnTask {
  if (state.status === "Failed") return failedTask(NSN_FAILURES[state.reason]);
  if (state.status === "Cancelled") return failedTask("Cancelled");
  return { status: NSN_STATUSES[stageOf(state)], failReason: null };
}

function failedTask(shown: (typeof NSN_FAILURES)[FailureReason]): NsnTask {
  const isStatus = shown === "Expired" || shown === "Rejected";
  return isStatus ? { status: shown, failReason: null } : { status: "Failed", failReason: shown };
}
