import { isDrained, type QueueState } from "./queue-state.ts";
import type { QueueStep, QueueWait } from "./queue-step.ts";
import type { QueuedJob } from "./queued-job.ts";
import type { Ticket } from "./ticket.ts";

/** Decides what happens next and makes it so: lane 0 before lane 1, in each lane the ticket whose turn it is. */
export function nextStep<Result>(state: QueueState<Result>, now: number): QueueStep {
  for (const lane of [0, 1] as const) {
    const ticket = isDrained(state, lane) ? undefined : state.lanes[lane].peek();
    if (ticket !== undefined) return stepFor(ticket, state, now);
  }
  return { type: "wait", for: "job" };
}

function stepFor<Result>(ticket: Ticket, state: QueueState<Result>, now: number): QueueStep {
  const { job } = ticket;
  if (job.deadline !== undefined && job.deadline <= now) {
    state.lanes[ticket.lane].take(ticket);
    ticket.state = "ended";
    state.tickets.delete(job.id);
    return { type: "lapsed", job };
  }
  const wait = whyNotYet(ticket, state);
  if (wait === undefined) {
    state.lanes[ticket.lane].take(ticket);
    ticket.state = "running";
    state.running.set(job.id, ticket);
    state.capacity.take(job.resources);
    return { type: "start", job };
  }
  const victims = victimsFor(ticket, state);
  return victims === undefined ? { type: "wait", for: wait } : { type: "preempt", job, victims };
}

function whyNotYet<Result>(
  { job }: Ticket,
  { limits, running, ended, reservations, capacity }: QueueState<Result>,
): QueueWait | undefined {
  // A result is never dropped for want of room: what could end without a place for its result does not start.
  if (running.size + ended.size >= limits.maxUnacknowledged) return "acknowledgement";
  if (running.size + reservations.size >= limits.maxRunning) return "slot";
  return capacity.fits(job.resources) ? undefined : "capacity";
}

/**
 * The jobs of lane 1 that have to go for one of lane 0, the least urgent and of equals the latest first; undefined
 * where that does not help, or is not allowed.
 */
function victimsFor<Result>(
  { job, lane }: Ticket,
  { limits, running, ended, reservations, capacity }: QueueState<Result>,
): readonly QueuedJob[] | undefined {
  if (lane !== 0 || !limits.preempts || running.size + ended.size >= limits.maxUnacknowledged)
    return undefined;
  const candidates = [...running.values()].filter((ticket) => ticket.lane === 1).map((ticket) => ticket.job);
  const order = candidates.toReversed().toSorted((left, right) => left.priority - right.priority);
  const isEnough = (victims: readonly QueuedJob[]): boolean =>
    running.size + reservations.size - victims.length < limits.maxRunning &&
    capacity.fits(
      job.resources,
      victims.map(({ resources }) => resources),
    );
  const count = order.findIndex((_, index) => isEnough(order.slice(0, index + 1)));
  return count === -1 ? undefined : order.slice(0, count + 1);
}
