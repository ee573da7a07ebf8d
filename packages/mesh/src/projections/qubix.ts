import type { FailureReason } from "../lifecycle/reasons.ts";
import type { LifecycleState } from "../lifecycle/state.ts";
import { type JobStage, stageOf } from "./job-stage.ts";

/** What QUBIX calls the stages of a job. It knows reasons as free text only. */
export type QubixJobStatus = "PENDING" | "ASSIGNED" | "RUNNING" | "COMPLETED" | "FAILED" | "CANCELLED";

/** A job as QUBIX shows it. */
export interface QubixJob {
  readonly status: QubixJobStatus;
  /** In percent. */
  readonly progress: number;
}

/** Each stage as QUBIX shows it. */
export const QUBIX_STATUSES: Readonly<Record<JobStage, QubixJobStatus>> = {
  open: "PENDING",
  allocating: "PENDING",
  leased: "ASSIGNED",
  running: "RUNNING",
  verifying: "RUNNING",
  done: "COMPLETED",
  failed: "FAILED",
  cancelled: "CANCELLED",
};

/** What a worker of QUBIX reports, in our words; its error text is for people. */
export const REASONS_OF_QUBIX = { failed: "crashed" } as const satisfies Readonly<
  Record<string, FailureReason>
>;

/** A job as QUBIX shows it, with progress given in basis points. What is being verified has been worked off. */
export function qubixJobOf(state: LifecycleState, basisPoints: number): QubixJob {
  const stage = stageOf(state);
  const isWorkedOff = stage === "verifying" || stage === "done";
  return { status: QUBIX_STATUSES[stage], progress: isWorkedOff ? 100 : Math.floor(basisPoints / 100) };
}
