import { createEventQueue } from "./event-queue.ts";

/** Virtual time for a whole world: nothing in it waits for anything else. */
export interface Kernel {
  /** Milliseconds since the world began. */
  readonly now: number;
  /** How many events have run. */
  readonly events: number;
  /** Runs something later; never before what runs now has come to rest. */
  after(ms: number, run: () => void): void;
  wait(ms: number): Promise<void>;
  /** Runs events in their order until it is so, or the time is over. */
  runUntil(isSo: () => boolean, end: number): Promise<void>;
}

/** The beginning of time. */
export function createKernel(): Kernel {
  const queue = createEventQueue();
  let now = 0;
  let order = 0;
  let events = 0;

  function after(ms: number, run: () => void): void {
    queue.push({ at: now + Math.max(0, Math.ceil(ms)), order: order++, run });
  }

  return {
    get now() {
      return now;
    },
    get events() {
      return events;
    },
    after,
    wait: (ms) => new Promise((resolve) => after(ms, resolve)),
    async runUntil(isSo, end) {
      await comeToRest();
      while (!isSo() && now < end) {
        const next = queue.shift();
        if (next === undefined) return;
        now = next.at;
        events += 1;
        next.run();
        await comeToRest();
      }
    },
  };
}

/** An immediate comes after all that promises lead to, however long the chain is. */
function comeToRest(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
