import type { FailureReason } from "../lifecycle/reasons.ts";
import type { LifecycleState } from "../lifecycle/state.ts";
import { type JobStage, stageOf } from "./job-stage.ts";

/** A job as the coordinator of CIRO shows it: its status, how its execution stands, and the column in its database. */
export interface CiroJob {
  readonly status: "Queued" | "Running" | "Assembling" | "Completed" | "Failed" | "Cancelled";
  readonly execution: "Queued" | "Assigned" | "Running" | "Completed" | "Failed" | "Cancelled" | "Timeout";
  readonly stored: "pending" | "processing" | "completed" | "failed" | "cancelled";
}

/** Each stage as CIRO shows it. */
export const CIRO_JOBS: Readonly<Record<JobStage, CiroJob>> = {
  open: { status: "Queued", execution: "Queued", stored: "pending" },
  allocating: { status: "Queued", execution: "Queued", stored: "pending" },
  leased: { status: "Queued", execution: "Assigned", stored: "processing" },
  running: { status: "Running", execution: "Running", stored: "processing" },
  verifying: { status: "Assembling", execution: "Running", stored: "processing" },
  done: { status: "Completed", execution: "Completed", stored: "completed" },
  failed: { status: "Failed", execution: "Failed", stored: "failed" },
  cancelled: { status: "Cancelled", execution: "Cancelled", stored: "cancelled" },
};

/** Each reason as CIRO shows it: a time that ran out, or a failure. */
export const CIRO_FAILURES: Readonly<Record<FailureReason, "Failed" | "Timeout">> = {
  unfunded: "Failed",
  "no-bids": "Timeout",
  "no-suitable-bid": "Timeout",
  "not-accepted": "Failed",
  lost: "Failed",
  timeout: "Timeout",
  preempted: "Failed",
  crashed: "Failed",
  "invalid-receipt": "Failed",
  verification: "Failed",
  trap: "Failed",
  "out-of-fuel": "Failed",
  "out-of-memory": "Failed",
  "output-too-large": "Failed",
  "invalid-module": "Failed",
  "invalid-input": "Failed",
  "model-unavailable": "Failed",
  "no-runner": "Failed",
  cancelled: "Failed",
  internal: "Failed",
};

/** What CIRO calls failures, in our words. */
export const REASONS_OF_CIRO = {
  Timeout: "timeout",
  Cancelled: "cancelled",
  Failed: "crashed",
  Network: "lost",
  Serialization: "invalid-input",
  Validation: "invalid-input",
  InsufficientResources: "no-suitable-bid",
  WorkerNotFound: "no-suitable-bid",
  JobNotFound: "internal",
  TaskNotFound: "internal",
  Database: "internal",
  Blockchain: "internal",
  Configuration: "internal",
} as const satisfies Readonly<Record<string, FailureReason>>;

/** A job as the coordinator of CIRO shows it. */
export function ciroJobOf(state: LifecycleState): CiroJob {
  const job = CIRO_JOBS[stageOf(state)];
  return state.status === "Failed" ? { ...job, execution: CIRO_FAILURES[state.reason] } : job;
}
