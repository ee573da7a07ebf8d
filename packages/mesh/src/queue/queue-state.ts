import { type Capacity, createCapacity } from "./capacity.ts";
import { createFairLane, type FairLane } from "./fair-lane.ts";
import type { QueueLimits } from "./queue-limits.ts";
import type { DrainedLanes, EndedJob } from "./queue-step.ts";
import { createReservations, type Reservations } from "./reservations.ts";
import type { Ticket } from "./ticket.ts";

/** All that a queue holds. */
export interface QueueState<Result> {
  readonly limits: QueueLimits;
  readonly capacity: Capacity;
  readonly reservations: Reservations;
  readonly lanes: readonly [FairLane, FairLane];
  /** Those that wait or run, by id. */
  readonly tickets: Map<string, Ticket>;
  /** Those that run, the one that started last at the end. */
  readonly running: Map<string, Ticket>;
  readonly ended: Map<string, EndedJob<Result>>;
  drained: DrainedLanes;
}

/** Nothing yet. */
export function createQueueState<Result>(limits: QueueLimits): QueueState<Result> {
  const capacity = createCapacity(limits.capacity);
  return {
    limits,
    capacity,
    reservations: createReservations(capacity),
    lanes: [createFairLane(), createFairLane()],
    tickets: new Map(),
    running: new Map(),
    ended: new Map(),
    drained: "none",
  };
}

/** True if this lane takes and starts no more jobs. */
export function isDrained({ drained }: Pick<QueueState<unknown>, "drained">, lane: 0 | 1): boolean {
  return drained === "all" || (drained === "lane-1" && lane === 1);
}

/** How many jobs wait. */
export function waitingIn({ lanes }: Pick<QueueState<unknown>, "lanes">): number {
  return lanes[0].size + lanes[1].size;
}
