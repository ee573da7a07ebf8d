import type { Did } from "@icn-mesh/core";
import { type Answer, applied, duplicate, illegal, stale } from "./answer.ts";
import type { AssignedEvent } from "./event.ts";
import type { VacantSeat } from "./seat.ts";
import { isOpenSeat, type WorkingState, withSeat } from "./state.ts";

/** Gives a vacant seat to an executor, which must still accept. */
export function onAssigned(state: WorkingState, event: AssignedEvent): Answer {
  const { replica, attempt, assignment } = event.fence;
  const seat = state.seats[replica];
  if (seat === undefined) return illegal(state, "no-such-replica");
  if (seat.phase !== "vacant" && seat.assignment === assignment) return duplicate(state);
  if (attempt <= seat.attempt) return stale(state, "older-attempt");
  if (seat.phase !== "vacant") return illegal(state, "seat-taken");
  return onVacant(state, seat, event);
}

function onVacant(
  state: WorkingState,
  seat: VacantSeat,
  { fence, executor, leaseMs }: AssignedEvent,
): Answer {
  const { replica, attempt, assignment } = fence;
  if (state.bidding === "open") return illegal(state, "bidding-open");
  if (state.revealed) return illegal(state, "already-revealed");
  if (!isOpenSeat(state, seat)) return illegal(state, "attempts-used-up");
  if (attempt !== seat.attempt + 1) return illegal(state, "wrong-attempt");
  if (holdsASeat(state, executor)) return illegal(state, "executor-taken");
  return applied(withSeat(state, replica, { phase: "offered", attempt, assignment, executor, leaseMs }));
}

/** Replicas prove nothing to each other if one executor runs two of them. */
function holdsASeat({ seats }: WorkingState, executor: Did): boolean {
  return seats.some((seat) => seat.phase !== "vacant" && seat.executor === executor);
}
