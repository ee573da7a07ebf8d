import { type Answer, applied, illegal } from "./answer.ts";
import type { AbortEvent, CompletedEvent, EndEvent } from "./event.ts";
import {
  anchoredResults,
  type EndedState,
  isDecided,
  type TriedAttempt,
  type WorkingState,
} from "./state.ts";

/** Ends the job. Once enough good results are anchored it can only complete, whoever wishes otherwise. */
export function onEnd(state: WorkingState, event: EndEvent): Answer {
  if (isCompletion(event)) return onCompleted(state);
  return isDecided(state) ? illegal(state, "already-decided") : applied(abortedAs(event, state.tried));
}

function onCompleted(state: WorkingState): Answer {
  const [first, ...more] = anchoredResults(state);
  if (first === undefined || !isDecided(state)) return illegal(state, "nothing-anchored");
  return applied({ status: "Completed", receipts: [first, ...more], tried: state.tried });
}

/** The final state of a job without a result. */
export function abortedAs(event: AbortEvent, tried: readonly TriedAttempt[]): EndedState {
  if (event.type === "cancelled" || event.status === "cancelled") return { status: "Cancelled", tried };
  return { status: "Failed", reason: event.reason, tried };
}

/** True if the event only repeats how the job ended. */
export function isSameEnd(state: EndedState, event: EndEvent): boolean {
  if (isCompletion(event)) return state.status === "Completed";
  const end = abortedAs(event, []);
  if (state.status === "Failed" && end.status === "Failed") return state.reason === end.reason;
  return state.status === end.status;
}

/** True for the one event that needs anchored receipts. */
export function isCompletion(event: EndEvent): event is CompletedEvent {
  return event.type === "ended" && event.status === "completed";
}
