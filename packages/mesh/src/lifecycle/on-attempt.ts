import { type Answer, applied, duplicate, illegal, stale } from "./answer.ts";
import type { AttemptEvent, Fence } from "./event.ts";
import { onProgressed } from "./on-progressed.ts";
import { onReported } from "./on-reported.ts";
import { emptied, type Place, seated } from "./place.ts";
import { holderOf } from "./seat.ts";
import type { WorkingState } from "./state.ts";

/** What an attempt, or the manager about it, has to say; heard only if the attempt still holds its seat. */
export function onAttempt(state: WorkingState, event: AttemptEvent): Answer {
  const place = placeOf(state, event.fence);
  return "answer" in place ? place : onHolder(place, event);
}

function placeOf(state: WorkingState, { replica, attempt, assignment }: Fence): Place | Answer {
  const seat = state.seats[replica];
  if (seat === undefined) return illegal(state, "no-such-replica");
  if (attempt > seat.attempt) return illegal(state, "unknown-attempt");
  if (attempt < seat.attempt || seat.phase === "vacant") return stale(state, "older-attempt");
  if (seat.assignment !== assignment) return illegal(state, "other-assignment");
  return { state, replica, seat };
}

function onHolder(place: Place, event: AttemptEvent): Answer {
  switch (event.type) {
    case "accepted":
      return onAccepted(place);
    case "refused":
      return onRefused(place);
    case "released":
      return onReleased(place);
    case "committed":
      return onCommitted(place);
    case "progressed":
      return onProgressed(place, event);
    case "reported":
      return onReported(place, event);
    case "lost":
      if (place.seat.phase === "anchored") return illegal(place.state, "already-anchored");
      return applied(emptied(place, event.reason));
  }
}

function onAccepted(place: Place): Answer {
  if (place.seat.phase !== "offered") return duplicate(place.state);
  return applied(seated(place, { ...holderOf(place.seat), phase: "accepted" }));
}

function onRefused(place: Place): Answer {
  if (place.seat.phase !== "offered") return illegal(place.state, "already-accepted");
  return applied(emptied(place, "not-accepted"));
}

function onReleased(place: Place): Answer {
  const { phase } = place.seat;
  if (phase === "reported" || phase === "anchored") return illegal(place.state, "already-reported");
  return applied(emptied(place, phase === "offered" ? "not-accepted" : "preempted"));
}

function onCommitted(place: Place): Answer {
  const { state, seat } = place;
  if (!state.plan.commits) return illegal(state, "no-quorum");
  if (seat.phase === "offered") return illegal(state, "not-accepted");
  if (seat.phase !== "accepted" && seat.phase !== "running") return duplicate(state);
  return applied(seated(place, { ...holderOf(seat), phase: "committed" }));
}
