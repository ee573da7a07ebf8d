import type { LifecycleState } from "./state.ts";

/** What became of an event. Only `applied` changes anything; the state is the same object otherwise. */
export type Answer =
  | { readonly answer: "applied"; readonly state: LifecycleState }
  | { readonly answer: "duplicate"; readonly state: LifecycleState; readonly why: "already-so" }
  | { readonly answer: "stale"; readonly state: LifecycleState; readonly why: StaleReason }
  | { readonly answer: "illegal"; readonly state: LifecycleState; readonly why: IllegalReason };

/** The event was meaningful once. */
export type StaleReason = "already-reported" | "job-ended" | "older-attempt" | "older-report" | "older-round";

/** The event could never follow from this state. */
export type IllegalReason =
  | "already-accepted"
  | "already-anchored"
  | "already-decided"
  | "already-reported"
  | "already-revealed"
  | "attempts-used-up"
  | "bidding-open"
  | "executor-taken"
  | "no-quorum"
  | "no-such-replica"
  | "not-accepted"
  | "not-committed"
  | "not-opened"
  | "not-revealed"
  | "nothing-anchored"
  | "nothing-disputed"
  | "nothing-to-assign"
  | "other-assignment"
  | "other-receipt"
  | "rounds-used-up"
  | "seat-taken"
  | "still-running"
  | "too-few-commits"
  | "unknown-attempt"
  | "unknown-receipt"
  | "wrong-attempt"
  | "wrong-round";

/** The state moved on. */
export function applied(state: LifecycleState): Answer {
  return { answer: "applied", state };
}

/** It was so already. */
export function duplicate(state: LifecycleState): Answer {
  return { answer: "duplicate", state, why: "already-so" };
}

/** It came too late. */
export function stale(state: LifecycleState, why: StaleReason): Answer {
  return { answer: "stale", state, why };
}

/** It cannot be. */
export function illegal(state: LifecycleState, why: IllegalReason): Answer {
  return { answer: "illegal", state, why };
}
