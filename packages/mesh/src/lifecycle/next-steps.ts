import { backoffAfter, FIRST_ROUND, mayOpenAfter } from "./plan.ts";
import type { FailureReason, GuestFailure } from "./reasons.ts";
import { isAtWork, type Seat, type TakenSeat } from "./seat.ts";
import { isDecided, isOpenSeat, type LifecycleState, type WorkingState } from "./state.ts";
import type { AssignStep, FallbackStep, Step, WaitStep } from "./step.ts";

/**
 * What the manager is to do in a state, so that every job ends. It depends on the state alone: after a restart
 * the same steps appear again, their delays from the start.
 */
export function nextSteps(state: LifecycleState): readonly Step[] {
  switch (state.status) {
    case "Submitted":
      return [{ do: "open", round: FIRST_ROUND, afterMs: 0 }];
    case "BiddingOpen":
    case "BiddingClosed":
    case "Assigned":
    case "Executing":
      return [...workingSteps(state)];
    case "Completed":
    case "Failed":
    case "Cancelled":
      return [];
  }
}

function* workingSteps(state: WorkingState): Generator<Step> {
  const end = endOf(state);
  if (end !== undefined) {
    yield end;
    return;
  }
  const { plan, round, bidding, seats } = state;
  if (bidding === "open") yield { do: "close", round, afterMs: plan.bidWindowMs };
  for (const [replica, seat] of seats.entries()) yield* stepsOfSeat(state, replica, seat);
  if (seats.some(({ phase }) => phase === "reported")) yield { do: "verify" };
  if (mayReveal(state) && !seats.some((seat) => isOpenSeat(state, seat))) yield { do: "reveal" };
}

function stepsOfSeat(state: WorkingState, replica: number, seat: Seat): readonly Step[] {
  if (seat.phase !== "vacant") return deadlinesOf(state, replica, seat);
  if (state.bidding === "open" || !isOpenSeat(state, seat)) return [];
  return [{ do: "assign", replica, attempt: seat.attempt + 1, otherwise: withoutBid(state) }];
}

function endOf(state: WorkingState): FallbackStep | undefined {
  if (isDecided(state)) return { do: "end", status: "completed" };
  const failure = agreedFailure(state);
  if (failure !== undefined) return { do: "end", status: "failed", reason: failure };
  const hopeful = state.seats.filter((seat) => seat.phase !== "vacant" || isOpenSeat(state, seat));
  if (hopeful.length >= state.plan.agree) return undefined;
  return { do: "end", status: "failed", reason: lastFailure(state) };
}

function agreedFailure({ seats, plan }: WorkingState): GuestFailure | undefined {
  const counts = new Map<GuestFailure, number>();
  for (const seat of seats) {
    if (seat.phase !== "anchored" || seat.outcome === "ok") continue;
    const count = (counts.get(seat.outcome) ?? 0) + 1;
    if (count >= plan.agree) return seat.outcome;
    counts.set(seat.outcome, count);
  }
  return undefined;
}

function lastFailure({ tried }: WorkingState): FailureReason | null {
  return tried.at(-1)?.reason ?? null;
}

function deadlinesOf(state: WorkingState, replica: number, seat: TakenSeat): readonly WaitStep[] {
  const { attempt, assignment, leaseMs } = seat;
  const { acceptMs, maxExecutionMs } = state.plan;
  const lose = { do: "lose", fence: { replica, attempt, assignment }, renewals: 0 } as const;
  const expire = { ...lose, reason: "timeout", afterMs: maxExecutionMs } as const;
  switch (seat.phase) {
    case "offered":
      return [{ ...lose, reason: "not-accepted", afterMs: acceptMs }];
    case "accepted":
      return [{ ...lose, reason: "lost", afterMs: leaseMs }, expire];
    case "running":
      return [{ ...lose, reason: "lost", afterMs: leaseMs, renewals: seat.renewals }, expire];
    case "committed":
      return state.revealed ? [{ ...lose, reason: "lost", afterMs: leaseMs }] : [];
    case "reported":
    case "anchored":
      return [];
  }
}

function withoutBid(state: WorkingState): AssignStep["otherwise"] {
  const { plan, round, seats } = state;
  if (mayOpenAfter(plan, round)) return { do: "open", round: round + 1, afterMs: backoffAfter(plan, round) };
  if (mayReveal(state)) return { do: "reveal" };
  const inPlay = seats.filter(({ phase }) => phase !== "vacant").length;
  if (inPlay >= plan.agree) return { do: "wait" };
  return { do: "end", status: "failed", reason: lastFailure(state) };
}

function mayReveal({ plan, revealed, bidding, seats }: WorkingState): boolean {
  if (!plan.commits || revealed || bidding === "open" || seats.some(isAtWork)) return false;
  return seats.filter(({ phase }) => phase === "committed").length >= plan.agree;
}
