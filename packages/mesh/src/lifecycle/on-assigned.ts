import type { Did } from "@icn-mesh/core";
import { type Answer, applied, duplicate, type IllegalReason, illegal, stale } from "./answer.ts";
import type { AssignedEvent } from "./event.ts";
import type { VacantSeat } from "./seat.ts";
import { isOpenSeat, type WorkingState, withSeat } from "./state.ts";

/** Gives a vacant seat to an executor, which must still accept. */
export function onAssigned(state: WorkingState, event: AssignedEvent): Answer {
  const { replica, attempt, assignment } = event.fence;
  const seat = state.seats[replica] ?? extraSeat(state, replica);
  if (seat === undefined) return illegal(state, "no-such-replica");
  if (seat.phase !== "vacant" && seat.assignment === assignment) return duplicate(state);
  if (attempt <= seat.attempt) return stale(state, "older-attempt");
  if (seat.phase !== "vacant") return illegal(state, "seat-taken");
  return onVacant(state, seat, event);
}

/** The place of one more replica than the job asks for, which only an executor that was outvoted can ask for. */
function extraSeat({ plan, seats }: WorkingState, replica: number): VacantSeat | undefined {
  const isNext = plan.commits && replica === plan.replicas && replica === seats.length;
  return isNext ? { phase: "vacant", attempt: 0 } : undefined;
}

function onVacant(
  state: WorkingState,
  seat: VacantSeat,
  { fence, executor, leaseMs }: AssignedEvent,
): Answer {
  const { replica, attempt, assignment } = fence;
  const why = replica < state.plan.replicas ? faultInSeat(state, seat) : faultInExtra(state, seat);
  if (why !== undefined) return illegal(state, why);
  if (attempt !== seat.attempt + 1) return illegal(state, "wrong-attempt");
  if (holdsASeat(state, executor)) return illegal(state, "executor-taken");
  return applied(withSeat(state, replica, { phase: "offered", attempt, assignment, executor, leaseMs }));
}

function faultInSeat(state: WorkingState, seat: VacantSeat): IllegalReason | undefined {
  if (state.bidding === "open") return "bidding-open";
  if (state.revealed) return "already-revealed";
  return isOpenSeat(state, seat) ? undefined : "attempts-used-up";
}

/** Another opinion is heard when all others are known, and as long as the verdict is open. */
function faultInExtra(state: WorkingState, { attempt }: VacantSeat): IllegalReason | undefined {
  const { plan, revealed, seats } = state;
  if (!revealed) return "not-revealed";
  if (seats.some(({ phase }) => phase === "anchored")) return "already-decided";
  if (!seats.some(({ phase }) => phase === "reported")) return "nothing-disputed";
  if (seats.some(({ phase }) => phase === "committed")) return "still-running";
  return attempt < plan.maxAttempts ? undefined : "attempts-used-up";
}

/** Replicas prove nothing to each other if one executor runs two of them. */
function holdsASeat({ seats }: WorkingState, executor: Did): boolean {
  return seats.some((seat) => seat.phase !== "vacant" && seat.executor === executor);
}
