import type { Clock } from "@icn-mesh/core";

/** Breaks in long work, in which everything else that waits has a turn. */
export interface Breaks {
  /** A break, if one is due. */
  due(): Promise<void> | undefined;
}

const AFTER_MS = 5;

/** For work that begins now: a break is due whenever some milliseconds have passed, and never while the clock stands still. */
export function createBreaks(clock: Pick<Clock, "after" | "monotonic">): Breaks {
  let last = clock.monotonic();

  async function take(): Promise<void> {
    await clock.after(0);
    last = clock.monotonic();
  }

  return {
    due: () => (clock.monotonic() - last < AFTER_MS ? undefined : take()),
  };
}
