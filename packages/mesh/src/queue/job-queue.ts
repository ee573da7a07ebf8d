import { laneOf, refusalOf, reserveIn } from "./admission.ts";
import { nextStep } from "./next-step.ts";
import { type JobQueueOptions, queueLimitsOf } from "./queue-limits.ts";
import { createQueueState, waitingIn } from "./queue-state.ts";
import type { DrainedLanes, EndedJob, QueueAnswer, QueueOutcome, QueueStep } from "./queue-step.ts";
import type { QueuedJob } from "./queued-job.ts";
import type { Reservation } from "./reservations.ts";
import type { Ticket } from "./ticket.ts";

/**
 * What an executor runs next. It belongs to one executor and changes in place: at a million jobs a copy for each
 * step would cost more than the step. It has no clock; times are passed in.
 */
export interface JobQueue<Result> {
  readonly waiting: number;
  readonly running: number;
  readonly unacknowledged: number;
  offer(job: QueuedJob): QueueAnswer;
  /** Keeps capacity free for a job that a bid promises to start at once; false where that cannot be promised. */
  reserve(reservation: Reservation, now: number): boolean;
  /** Ends a promise before its time; false if there is none. Offering the job ends it too. */
  release(id: string): boolean;
  /** Says what to do next; a job that it starts runs from now on. Nobody overtakes a job that waits for capacity. */
  next(now: number): QueueStep;
  /** Ends a job that runs; false if it does not. */
  complete(id: string, result: Result): boolean;
  /** Ends a job that runs; false if it does not. */
  fail(id: string, result: Result): boolean;
  /** Ends a job that runs, or takes out one that waits, which leaves nothing to acknowledge; false for any other. */
  cancel(id: string): boolean;
  /** Ends a job that runs, or has it wait again, before what its creator offered later; false if it does not run. */
  preempt(id: string, then: "end" | "wait"): boolean;
  outcomeOf(id: string): QueueOutcome<Result> | undefined;
  /** What has ended and is not acknowledged, the oldest first. */
  ended(): readonly EndedJob<Result>[];
  /** Forgets what has ended; false if there is no such job. */
  acknowledge(id: string): boolean;
  /** Jobs that run are left alone, and those that wait stay. */
  drain(lanes: DrainedLanes): void;
}

/** An empty queue. Throws `MESH_BAD_LIMIT` for an option that is no limit. */
export function createJobQueue<Result>(options: JobQueueOptions): JobQueue<Result> {
  const state = createQueueState<Result>(queueLimitsOf(options));
  const { lanes, tickets, running, ended, reservations, capacity } = state;
  let seq = 0;

  function stop(id: string): Ticket | undefined {
    const ticket = running.get(id);
    if (ticket === undefined) return undefined;
    running.delete(id);
    capacity.give(ticket.job.resources);
    return ticket;
  }

  function end(id: string, outcome: QueueOutcome<Result>): boolean {
    const ticket = stop(id);
    if (ticket === undefined) return false;
    ticket.state = "ended";
    tickets.delete(id);
    ended.set(id, { job: ticket.job, outcome });
    return true;
  }

  function withdraw(id: string): boolean {
    const ticket = tickets.get(id);
    if (ticket === undefined) return false;
    tickets.delete(id);
    ticket.state = "ended";
    lanes[ticket.lane].withdraw(ticket);
    return true;
  }

  return {
    get waiting() {
      return waitingIn(state);
    },
    get running() {
      return running.size;
    },
    get unacknowledged() {
      return ended.size;
    },
    offer(job) {
      const lane = laneOf(job, state);
      const reason = refusalOf(job, lane, state);
      if (reason !== undefined) return { accepted: false, reason };
      reservations.release(job.id);
      seq += 1;
      const ticket = { job, lane, seq, state: "waiting" } as const;
      tickets.set(job.id, ticket);
      lanes[lane].push(ticket);
      return { accepted: true, lane };
    },
    reserve: (reservation, now) => reserveIn(state, reservation, now),
    release: (id) => reservations.release(id),
    next(now) {
      reservations.expire(now);
      return nextStep(state, now);
    },
    complete: (id, result) => end(id, { type: "completed", result }),
    fail: (id, result) => end(id, { type: "failed", result }),
    cancel: (id) => end(id, { type: "cancelled" }) || withdraw(id),
    preempt(id, then) {
      if (then === "end") return end(id, { type: "preempted" });
      const ticket = stop(id);
      if (ticket === undefined) return false;
      ticket.state = "waiting";
      lanes[ticket.lane].push(ticket);
      return true;
    },
    outcomeOf: (id) => ended.get(id)?.outcome,
    ended: () => [...ended.values()],
    acknowledge: (id) => ended.delete(id),
    drain(which) {
      state.drained = which;
    },
  };
}
