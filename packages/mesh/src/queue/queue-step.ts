import type { QueuedJob } from "./queued-job.ts";

/** Whether a job was taken into the queue. */
export type QueueAnswer =
  | { readonly accepted: true; readonly lane: 0 | 1 }
  | { readonly accepted: false; readonly reason: QueueRefusal };

/** Why a job was not taken. */
export type QueueRefusal = "duplicate" | "draining" | "never-fits" | "full" | "creator-full";

/** What keeps the job whose turn it is from starting; `job` where there is none. */
export type QueueWait = "job" | "slot" | "acknowledgement" | "capacity";

/** What the executor is to do next. */
export type QueueStep =
  | { readonly type: "start"; readonly job: QueuedJob }
  /** The deadline passed while it waited; it is out of the queue. */
  | { readonly type: "lapsed"; readonly job: QueuedJob }
  /** Stop the victims, report each with `preempt`, and ask again. */
  | { readonly type: "preempt"; readonly job: QueuedJob; readonly victims: readonly QueuedJob[] }
  | { readonly type: "wait"; readonly for: QueueWait };

/** How a job that was started ended. */
export type QueueOutcome<Result> =
  | { readonly type: "completed" | "failed"; readonly result: Result }
  | { readonly type: "cancelled" | "preempted" };

/** A job that was started and has ended, kept until it is acknowledged. */
export interface EndedJob<Result> {
  readonly job: QueuedJob;
  readonly outcome: QueueOutcome<Result>;
}

/** Which lanes take and start no more jobs. */
export type DrainedLanes = "none" | "lane-1" | "all";
