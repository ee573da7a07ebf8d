import type { Clock } from "@icn-mesh/core";

/** How often this machine does something. */
export interface Measurement {
  readonly what: string;
  readonly perSecond: number;
  /** How often it was done for this. */
  readonly count: number;
}

/** How long to measure. */
export interface Pace {
  readonly clock: Pick<Clock, "monotonic">;
  readonly ms: number;
  /** Ends it early, with what it was aborted by. */
  readonly signal: AbortSignal;
}

/** What is measured: a function that does it once, or as often as it says. */
export interface Measured {
  readonly what: string;
  readonly times?: number;
  readonly run: () => unknown;
}

/** Does something again and again until the time is over, at least once, after a first time that does not count. */
export async function measureRate(
  { clock, ms, signal }: Pace,
  { what, times = 1, run }: Measured,
): Promise<Measurement> {
  // It pays for what is loaded and compiled.
  await run();
  const since = clock.monotonic();
  let count = 0;
  let took = 0;
  while (took < ms) {
    signal.throwIfAborted();
    await run();
    count += times;
    took = clock.monotonic() - since;
  }
  return { what, perSecond: (count * 1000) / took, count };
}
