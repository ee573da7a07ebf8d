import { type Answer, applied, duplicate, illegal, stale } from "./answer.ts";
import type { LifecycleEvent } from "./event.ts";
import { onAssigned } from "./on-assigned.ts";
import { onAttempt } from "./on-attempt.ts";
import { abortedAs, isCompletion, isSameEnd, onEnd } from "./on-end.ts";
import { onAnchored, onRevealed } from "./on-job.ts";
import { onClosed, onOpened } from "./on-round.ts";
import { FIRST_ROUND, type JobPlan } from "./plan.ts";
import type { EndedState, LifecycleState, SubmittedState, WorkingState } from "./state.ts";

/**
 * What comes of an event in a state. Total: every event has an answer in every state, events of an older attempt
 * or round are `stale`, and nothing leads out of `Completed`, `Failed` and `Cancelled`.
 */
export function transition(state: LifecycleState, event: LifecycleEvent): Answer {
  switch (state.status) {
    case "Submitted":
      return onSubmitted(state, event);
    case "BiddingOpen":
    case "BiddingClosed":
    case "Assigned":
    case "Executing":
      return onWorking(state, event);
    case "Completed":
    case "Failed":
    case "Cancelled":
      return onEnded(state, event);
  }
}

function onSubmitted(state: SubmittedState, event: LifecycleEvent): Answer {
  if (event.type === "opened") {
    return event.round === FIRST_ROUND ? applied(firstRound(state.plan)) : illegal(state, "wrong-round");
  }
  if (event.type !== "cancelled" && event.type !== "ended") return illegal(state, "not-opened");
  return isCompletion(event) ? illegal(state, "nothing-anchored") : applied(abortedAs(event, []));
}

function firstRound(plan: JobPlan): WorkingState {
  const seats = Array.from({ length: plan.replicas }, () => ({ phase: "vacant", attempt: 0 }) as const);
  return {
    status: "BiddingOpen",
    plan,
    round: FIRST_ROUND,
    bidding: "open",
    seats,
    revealed: false,
    tried: [],
  };
}

function onWorking(state: WorkingState, event: LifecycleEvent): Answer {
  switch (event.type) {
    case "opened":
      return onOpened(state, event.round);
    case "closed":
      return onClosed(state, event.round);
    case "assigned":
      return onAssigned(state, event);
    case "accepted":
    case "refused":
    case "released":
    case "committed":
    case "progressed":
    case "reported":
    case "lost":
      return onAttempt(state, event);
    case "revealed":
      return onRevealed(state);
    case "anchored":
      return onAnchored(state, event.receipt);
    case "cancelled":
    case "ended":
      return onEnd(state, event);
  }
}

function onEnded(state: EndedState, event: LifecycleEvent): Answer {
  const isEnd = event.type === "cancelled" || event.type === "ended";
  return isEnd && isSameEnd(state, event) ? duplicate(state) : stale(state, "job-ended");
}
