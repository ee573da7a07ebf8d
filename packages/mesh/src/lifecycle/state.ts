import type { Cid, Did } from "@icn-mesh/core";
import type { Fence } from "./event.ts";
import type { JobPlan } from "./plan.ts";
import type { AttemptFailure, FailureReason } from "./reasons.ts";
import { hasBegun, type Seat, type TakenSeat } from "./seat.ts";

/** Where a job stands, as its history tells it. */
export type LifecycleState = SubmittedState | WorkingState | EndedState;

/** The hold is being certified, and nothing is announced. */
export interface SubmittedState {
  readonly status: "Submitted";
  readonly plan: JobPlan;
}

/** Bids are collected, or attempts are made, or, for a quorum that lost a replica, both. */
export interface WorkingState {
  readonly status: "BiddingOpen" | "BiddingClosed" | "Assigned" | "Executing";
  readonly plan: JobPlan;
  readonly round: number;
  readonly bidding: "open" | "closed";
  /** One for each replica; and one more, once an executor that was outvoted has asked for another opinion. */
  readonly seats: readonly Seat[];
  /** Commits are shown: no replica can join any more. */
  readonly revealed: boolean;
  readonly tried: readonly TriedAttempt[];
}

/** A job that has ended, for good. */
export type EndedState =
  | {
      readonly status: "Completed";
      readonly receipts: readonly [Cid, ...Cid[]];
      readonly tried: readonly TriedAttempt[];
    }
  | { readonly status: "Failed"; readonly reason: FailureReason; readonly tried: readonly TriedAttempt[] }
  | { readonly status: "Cancelled"; readonly tried: readonly TriedAttempt[] };

/** The statuses of a job, in the words of all doors. */
export type JobLifecycleStatus = LifecycleState["status"];

/** All of them, in the order in which a job may come to them. */
export const JOB_STATUSES = [
  "Submitted",
  "BiddingOpen",
  "BiddingClosed",
  "Assigned",
  "Executing",
  "Completed",
  "Failed",
  "Cancelled",
] as const satisfies readonly JobLifecycleStatus[];

/** An attempt that came to nothing. Its executor is not asked again for this job. */
export interface TriedAttempt {
  readonly replica: number;
  readonly attempt: number;
  readonly executor: Did;
  readonly reason: AttemptFailure;
}

/** A job whose hold is not certified yet. */
export function submitted(plan: JobPlan): SubmittedState {
  return { status: "Submitted", plan };
}

/** The attempts that somebody holds, for instance to tell their executors that the job was cancelled. */
export function liveAttempts(state: LifecycleState): readonly Fence[] {
  if (!("seats" in state)) return [];
  return state.seats.flatMap((seat, replica) =>
    seat.phase === "vacant" ? [] : [{ replica, attempt: seat.attempt, assignment: seat.assignment }],
  );
}

/** The state with somebody in a seat. */
export function withSeat(state: WorkingState, replica: number, seat: TakenSeat): WorkingState {
  const { seats } = state;
  return withStatus({
    ...state,
    seats: replica === seats.length ? [...seats, seat] : seats.with(replica, seat),
  });
}

/** The state with the status that its seats and its bidding amount to: the furthest that any replica got. */
export function withStatus(state: WorkingState): WorkingState {
  return { ...state, status: statusOf(state) };
}

function statusOf({ seats, bidding }: WorkingState): WorkingState["status"] {
  if (seats.some(hasBegun)) return "Executing";
  if (seats.some(({ phase }) => phase !== "vacant")) return "Assigned";
  return bidding === "open" ? "BiddingOpen" : "BiddingClosed";
}

/** The receipts with a good result that are anchored. */
export function anchoredResults({ seats }: WorkingState): readonly Cid[] {
  return seats.flatMap((seat) => (seat.phase === "anchored" && seat.outcome === "ok" ? [seat.receipt] : []));
}

/** True once enough good results are anchored: the job can only complete. */
export function isDecided(state: WorkingState): boolean {
  return anchoredResults(state).length >= state.plan.agree;
}

/** True for a seat that another attempt may take. */
export function isOpenSeat({ plan, revealed }: WorkingState, seat: Seat): boolean {
  return !revealed && seat.phase === "vacant" && seat.attempt < plan.maxAttempts;
}
