import type { Cid, Did } from "@icn-mesh/core";
import type { AttemptFailure, ExecutorFailure, FailureReason, GuestFailure } from "./reasons.ts";
import type { ReportKind } from "./seat.ts";

/** Which attempt a message speaks for; one that a later attempt has replaced changes nothing any more. */
export interface Fence {
  readonly replica: number;
  readonly attempt: number;
  readonly assignment: Cid;
}

/** What can happen to a job: exactly what the entries of its history say, so that live and derived state agree. */
export type LifecycleEvent = RoundEvent | AssignedEvent | AttemptEvent | JobEvent;

/** What happens to a round of bidding. */
export interface RoundEvent {
  readonly type: "opened" | "closed";
  readonly round: number;
}

/** A seat is given to an executor. */
export interface AssignedEvent {
  readonly type: "assigned";
  readonly fence: Fence;
  readonly executor: Did;
  readonly leaseMs: number;
}

/** What an attempt has to say, or its manager about it. */
export type AttemptEvent = AnswerEvent | ProgressedEvent | ReportedEvent | LostEvent;

/** The executor takes the attempt, gives it back, or binds itself to a result. */
export interface AnswerEvent {
  readonly type: "accepted" | "refused" | "released" | "committed";
  readonly fence: Fence;
}

/** The executor is at work. */
export interface ProgressedEvent {
  readonly type: "progressed";
  readonly fence: Fence;
  readonly kind: ReportKind;
  readonly seq: number;
}

/** The executor's receipt. */
export interface ReportedEvent {
  readonly type: "reported";
  readonly fence: Fence;
  readonly receipt: Cid;
  readonly outcome: "ok" | GuestFailure | ExecutorFailure;
}

/** The manager gave the attempt up: no answer, a lease that ran out, a receipt that does not hold. */
export interface LostEvent {
  readonly type: "lost";
  readonly fence: Fence;
  readonly reason: AttemptFailure;
}

/** What happens to the job as a whole. */
export type JobEvent = RevealedEvent | AnchoredEvent | EndEvent;

/** The manager has shown all commits: replicas may report. */
export interface RevealedEvent {
  readonly type: "revealed";
}

/** The manager has verified a receipt. */
export interface AnchoredEvent {
  readonly type: "anchored";
  readonly receipt: Cid;
}

/** The job is over. */
export type EndEvent = CompletedEvent | AbortEvent;

/** It is over, and the result is good. */
export interface CompletedEvent {
  readonly type: "ended";
  readonly status: "completed";
}

/** It is over without a result. */
export type AbortEvent =
  | { readonly type: "cancelled" }
  | { readonly type: "ended"; readonly status: "cancelled" }
  | { readonly type: "ended"; readonly status: "failed"; readonly reason: FailureReason };
