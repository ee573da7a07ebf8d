import type { VirtualTime } from "@icn-mesh/core/testing";

/** How a process dies: at the call of a port after so many, or at once; and how long it is gone. */
export interface Crash {
  readonly afterCalls: number;
  readonly downMs: number;
}

/** What is in store for the process of a machine. */
export interface Fate {
  /** How long the machine is off when it dies next. */
  readonly downMs: number;
  /** Asked at every call of a port. */
  isDue(): boolean;
  /** How long such a call takes before it is made. */
  lagMs(): number;
  decide(crash: Crash): void;
  pause(ms: number): void;
  slow(ms: number): void;
  /** Nothing is in store any more. */
  clear(): void;
}

/** A process that lives for ever, and at once. */
export function createFate(time: Pick<VirtualTime, "now">): Fate {
  let [callsLeft, downMs, pausedUntil, lag] = [Number.POSITIVE_INFINITY, 1, 0, 0];
  return {
    get downMs() {
      return downMs;
    },
    isDue() {
      callsLeft -= 1;
      return callsLeft < 0;
    },
    lagMs: () => Math.max(lag, pausedUntil - time.now),
    decide(crash) {
      callsLeft = crash.afterCalls;
      downMs = Math.max(1, crash.downMs);
    },
    pause(ms) {
      pausedUntil = time.now + ms;
    },
    slow(ms) {
      lag = ms;
    },
    clear() {
      [callsLeft, pausedUntil, lag] = [Number.POSITIVE_INFINITY, 0, 0];
    },
  };
}
