import type { Rng } from "@icn-mesh/core";

/** Growing pauses between attempts. */
export interface Backoff {
  /** How long to wait before the next attempt: each time about twice as long, up to a limit. */
  next(): number;
  /** After a success: the next pause is a short one again. */
  reset(): void;
}

/** Where the pauses begin and end, in milliseconds. */
export interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Pauses that differ by up to a quarter either way, so that those who lost the same peer do not return together. */
export function createBackoff(rng: Rng, { firstMs, maxMs }: BackoffOptions): Backoff {
  let pause = firstMs;
  return {
    next() {
      const quarter = Math.floor(pause / 4);
      const jittered = pause - quarter + rng.below(2 * quarter + 1);
      pause = Math.min(maxMs, 2 * pause);
      return jittered;
    },
    reset() {
      pause = firstMs;
    },
  };
}
