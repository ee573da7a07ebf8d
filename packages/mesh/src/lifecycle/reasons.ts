/**
 * Whose doing a failure is. After a failure of the `executor`, the `market` or the `verdict` the job is tried again
 * while its retry policy allows; after one of the `guest` or the `creator` it would only fail again.
 */
export type Fault = "creator" | "executor" | "guest" | "market" | "verdict";

/** Every reason for which an attempt or a job fails. Whoever has failures of another kind maps them to these. */
export const FAILURE_REASONS = {
  unfunded: "creator",
  "no-bids": "market",
  "no-suitable-bid": "market",
  "not-accepted": "executor",
  lost: "executor",
  timeout: "executor",
  preempted: "executor",
  crashed: "executor",
  "invalid-receipt": "executor",
  verification: "verdict",
  trap: "guest",
  "out-of-fuel": "guest",
  "out-of-memory": "guest",
  "output-too-large": "guest",
  "invalid-module": "guest",
  "invalid-input": "guest",
  "model-unavailable": "executor",
  "no-runner": "executor",
  cancelled: "creator",
  internal: "executor",
} as const satisfies Readonly<Record<string, Fault>>;

/** Why an attempt or a job failed. */
export type FailureReason = keyof typeof FAILURE_REASONS;

type ReasonsOf<F extends Fault> = {
  [Reason in FailureReason]: (typeof FAILURE_REASONS)[Reason] extends F ? Reason : never;
}[FailureReason];

/** The work itself failed, as it would on any machine: the executor gets the fail price. */
export type GuestFailure = ReasonsOf<"guest">;

/** The machine or its operator failed: nothing is paid, and another executor may try. */
export type ExecutorFailure = ReasonsOf<"executor">;

/** Why an attempt that was given to somebody came to nothing. */
export type AttemptFailure = ReasonsOf<"executor" | "verdict">;

/** True for the names in the table, and not for what every object inherits. */
export function isFailureReason(name: string): name is FailureReason {
  return Object.hasOwn(FAILURE_REASONS, name);
}

/** True for failures that the executor is not to blame for. */
export function isGuestFailure(name: string): name is GuestFailure {
  return isFailureReason(name) && FAILURE_REASONS[name] === "guest";
}

/** True for failures of the machine or its operator. */
export function isExecutorFailure(name: string): name is ExecutorFailure {
  return isFailureReason(name) && FAILURE_REASONS[name] === "executor";
}

/** True for the reasons for which a manager may give an attempt up. */
export function isAttemptFailure(name: string): name is AttemptFailure {
  return isExecutorFailure(name) || name === "verification";
}

/**
 * The failure class of a receipt as a reason. An executor can only speak of the guest and of itself: any other
 * class, known or not, is its own failure.
 */
export function reasonOfClass(failureClass: string): GuestFailure | ExecutorFailure {
  if (isGuestFailure(failureClass) || isExecutorFailure(failureClass)) return failureClass;
  return "internal";
}
