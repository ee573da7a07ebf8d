import type { Fence } from "./event.ts";
import type { FailureReason } from "./reasons.ts";

/** What the manager of a job is to do next. A delay runs on its own clock, from when the step first appeared. */
export type Step = AssignStep | WaitStep | FallbackStep | { readonly do: "verify" };

/** Give a seat to the best bid that is left. */
export interface AssignStep {
  readonly do: "assign";
  readonly replica: number;
  readonly attempt: number;
  /** If no bid is left, or none suits. */
  readonly otherwise: FallbackStep | { readonly do: "wait" };
}

/** Do something when a time has passed, unless the state has changed by then. */
export type WaitStep =
  | { readonly do: "close"; readonly round: number; readonly afterMs: number }
  | {
      readonly do: "lose";
      readonly fence: Fence;
      readonly reason: "not-accepted" | "lost" | "timeout";
      readonly afterMs: number;
      /** How often the lease was renewed: each renewal starts the delay again. */
      readonly renewals: number;
    };

/** Go on in another way than by one more assignment. */
export type FallbackStep =
  | { readonly do: "open"; readonly round: number; readonly afterMs: number }
  | { readonly do: "reveal" }
  | { readonly do: "end"; readonly status: "completed" }
  /** A null reason is for the selection to fill in: `no-bids` or `no-suitable-bid`. */
  | { readonly do: "end"; readonly status: "failed"; readonly reason: FailureReason | null };

/** The name of a step: while it stays among the next steps, its delay goes on. */
export function stepKey(step: Step): string {
  switch (step.do) {
    case "open":
    case "close":
      return `${step.do} ${step.round}`;
    case "assign":
      return `assign ${step.replica} ${step.attempt}`;
    case "lose":
      return `lose ${step.fence.replica} ${step.fence.attempt} ${step.reason} ${step.renewals}`;
    case "reveal":
    case "verify":
      return step.do;
    case "end":
      return `end ${step.status}`;
  }
}
