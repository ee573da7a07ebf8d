import { isDrained, type QueueState, waitingIn } from "./queue-state.ts";
import type { QueueRefusal } from "./queue-step.ts";
import type { QueuedJob } from "./queued-job.ts";
import type { Reservation } from "./reservations.ts";

/** The lane that a job runs in: lane 0 only where the policy names its creator. */
export function laneOf({ lane, creator }: QueuedJob, { limits }: Pick<QueueState<unknown>, "limits">): 0 | 1 {
  return lane === 0 && limits.lane0Creators.has(creator) ? 0 : 1;
}

/** Why a job is not taken; undefined if it is. */
export function refusalOf(
  { id, creator, resources }: QueuedJob,
  lane: 0 | 1,
  state: QueueState<unknown>,
): QueueRefusal | undefined {
  const { limits, lanes, tickets, ended, capacity } = state;
  if (tickets.has(id) || ended.has(id)) return "duplicate";
  if (isDrained(state, lane)) return "draining";
  if (!capacity.couldFit(resources)) return "never-fits";
  if (tickets.size >= limits.max) return "full";
  const waiting = lanes[0].sizeOf(creator) + lanes[1].sizeOf(creator);
  return waiting >= limits.maxPerCreator ? "creator-full" : undefined;
}

/** Promises a start at once, where that can be kept until the job comes: nothing waits, and there is room for it. */
export function reserveIn(state: QueueState<unknown>, reservation: Reservation, now: number): boolean {
  state.reservations.expire(now);
  if (!canReserve(reservation, now, state)) return false;
  state.reservations.add(reservation);
  return true;
}

function canReserve({ id, resources, until }: Reservation, now: number, state: QueueState<unknown>): boolean {
  const { limits, tickets, ended, running, reservations, capacity } = state;
  return (
    until > now &&
    waitingIn(state) === 0 &&
    state.drained === "none" &&
    !(reservations.has(id) || tickets.has(id) || ended.has(id)) &&
    running.size + reservations.size < limits.maxRunning &&
    capacity.couldFit(resources) &&
    capacity.fits(resources)
  );
}
