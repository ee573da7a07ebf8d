import { type Answer, applied, duplicate, illegal } from "./answer.ts";
import type { ReportedEvent } from "./event.ts";
import { emptied, type Place, seated } from "./place.ts";
import { isExecutorFailure } from "./reasons.ts";
import { holderOf } from "./seat.ts";

/** A receipt. One that admits the executor's own failure empties the seat; any other waits to be verified. */
export function onReported(place: Place, event: ReportedEvent): Answer {
  const { state, seat } = place;
  switch (seat.phase) {
    case "offered":
      return illegal(state, "not-accepted");
    case "accepted":
    case "running":
      return onReceipt(place, event, "not-committed");
    case "committed":
      return onReceipt(place, event, "not-revealed");
    case "reported":
    case "anchored":
      return seat.receipt === event.receipt ? duplicate(state) : illegal(state, "other-receipt");
  }
}

/** A replica shows its result after its commit, and after the manager has shown all of them. */
function onReceipt(
  place: Place,
  { receipt, outcome }: ReportedEvent,
  missing: "not-committed" | "not-revealed",
): Answer {
  const { state, seat } = place;
  if (isExecutorFailure(outcome)) return applied(emptied(place, outcome));
  if (state.plan.commits && !state.revealed) return illegal(state, missing);
  return applied(seated(place, { ...holderOf(seat), phase: "reported", receipt, outcome }));
}
