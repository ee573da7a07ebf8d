import type { Did } from "@icn-mesh/core";
import { createKeyHeap, type KeyHeap } from "./key-heap.ts";
import type { QueuedJob } from "./queued-job.ts";
import type { Ticket } from "./ticket.ts";

/** The waiting jobs of one lane. Creators take turns, one job each; the jobs of one creator go by their own order. */
export interface FairLane {
  readonly size: number;
  /** How many jobs of this creator wait here. */
  sizeOf(creator: Did): number;
  push(ticket: Ticket): void;
  /** The ticket whose turn it is; undefined when none waits. */
  peek(): Ticket | undefined;
  /** Takes out the ticket that `peek` says; its creator goes behind all others that wait. */
  take(ticket: Ticket): void;
  /** Takes out a ticket that waits, wherever it stands; its state already says that it does not wait any more. */
  withdraw(ticket: Ticket): void;
}

interface Flow {
  readonly creator: Did;
  readonly tickets: KeyHeap<Ticket>;
  waiting: number;
}

/** Longer than any time between two clocks that are right; later deadlines are none. */
const NO_DEADLINE = 2 ** 44 - 1;
const MOST_PRIORITY = 255;

/** An empty lane. Every operation takes logarithmic time on average. */
export function createFairLane(): FairLane {
  const flows = new Map<Did, Flow>();
  const turns = createKeyHeap<Flow>();
  let turn = 0;
  let size = 0;

  function queueUp(flow: Flow): void {
    turn += 1;
    turns.push(turn, 0, flow);
  }

  function count(flow: Flow, change: 1 | -1): void {
    size += change;
    flow.waiting += change;
  }

  /** Whoever has a ticket that waits has a flow. */
  function flowOf({ job }: Ticket): Flow {
    return flows.get(job.creator) as Flow;
  }

  /** The flow whose turn it is, with a ticket that waits on its top. */
  function current(): Flow | undefined {
    for (let flow = turns.peek(); flow !== undefined; flow = turns.peek()) {
      if (flow.waiting > 0) return skipWithdrawn(flow);
      turns.pop();
    }
    return undefined;
  }

  function skipWithdrawn(flow: Flow): Flow {
    while (flow.tickets.peek()?.state !== "waiting") flow.tickets.pop();
    return flow;
  }

  return {
    get size() {
      return size;
    },
    sizeOf: (creator) => flows.get(creator)?.waiting ?? 0,
    push(ticket) {
      const { creator } = ticket.job;
      let flow = flows.get(creator);
      if (flow === undefined) {
        flow = { creator, tickets: createKeyHeap(), waiting: 0 };
        flows.set(creator, flow);
        queueUp(flow);
      }
      flow.tickets.push(urgencyOf(ticket.job), ticket.seq, ticket);
      count(flow, 1);
    },
    peek: () => current()?.tickets.peek(),
    take(ticket) {
      const flow = flowOf(ticket);
      turns.pop();
      flow.tickets.pop();
      count(flow, -1);
      if (flow.waiting > 0) queueUp(flow);
      else flows.delete(flow.creator);
    },
    withdraw(ticket) {
      const flow = flowOf(ticket);
      count(flow, -1);
      if (flow.waiting === 0) flows.delete(flow.creator);
      if (isMostlyGone(flow.tickets.size, flow.waiting))
        flow.tickets.keep(({ state }) => state === "waiting");
      if (isMostlyGone(turns.size, flows.size)) turns.keep(({ waiting }) => waiting > 0);
    },
  };
}

/** Lower is sooner: by priority, then by deadline. No number makes it NaN. */
function urgencyOf({ priority, deadline = NO_DEADLINE }: QueuedJob): number {
  return (MOST_PRIORITY - clamp(priority, MOST_PRIORITY)) * (NO_DEADLINE + 1) + clamp(deadline, NO_DEADLINE);
}

function clamp(value: number, max: number): number {
  return value > 0 ? Math.floor(Math.min(value, max)) : 0;
}

/** What was withdrawn stays in its heap until it comes up, or until it is more than what waits. */
function isMostlyGone(held: number, waiting: number): boolean {
  return held > 2 * waiting + 8;
}
