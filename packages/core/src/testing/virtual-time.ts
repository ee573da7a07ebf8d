import { createEventQueue, type PlannedEvent } from "./event-queue.ts";

/** Time for a whole simulated world: it goes on by events alone, and nothing in it waits for anything else. */
export interface VirtualTime {
  /** Whole milliseconds since the world began. */
  readonly now: number;
  /** How many events have run. */
  readonly events: number;
  /** Runs something later, never before what runs now has come to rest. The returned function takes it back. */
  after(ms: number, run: () => void): () => void;
  wait(ms: number): Promise<void>;
  /** Runs events in the order of their time and then of their calls, until it is so, or no event is left before the end. */
  runUntil(isSo: () => boolean, end: number): Promise<void>;
}

/** How the code that an event wakes gets its turn. */
export interface VirtualTimeOptions {
  /** Resolves when all that promises lead to has run, however long the chain is: in Node, an immediate. */
  readonly settle: () => Promise<void>;
}

/** The beginning of time. */
export function createVirtualTime({ settle }: VirtualTimeOptions): VirtualTime {
  const queue = createEventQueue();
  let now = 0;
  let order = 0;
  let events = 0;

  function after(ms: number, run: () => void): () => void {
    const event: PlannedEvent = { at: now + Math.max(0, Math.ceil(ms)), order: order++, run };
    queue.push(event);
    return () => {
      event.run = undefined;
    };
  }

  /** The earliest event that was not taken back, if it is due by then. */
  function next(end: number): (() => void) | undefined {
    for (let first = queue.first; first !== undefined && first.at <= end; first = queue.first) {
      queue.shift();
      if (first.run === undefined) continue;
      now = first.at;
      events += 1;
      return first.run;
    }
    return undefined;
  }

  return {
    get now() {
      return now;
    },
    get events() {
      return events;
    },
    after,
    wait: (ms) => new Promise((resolve) => void after(ms, resolve)),
    async runUntil(isSo, end) {
      await settle();
      while (!isSo()) {
        const run = next(end);
        if (run === undefined) break;
        run();
        await settle();
      }
      if (!isSo()) now = Math.max(now, end);
    },
  };
}
