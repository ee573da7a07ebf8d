import type { Clock } from "@icn-mesh/core";
import type { WaitOptions } from "../../wait-options.ts";

/** How many bytes somebody may still be given; it fills up again as time passes. */
export interface ByteBudget {
  /** Resolves when there is something left. */
  room(options?: WaitOptions): Promise<void>;
  /** Takes more than is left, if need be: the next one waits for it. */
  charge(bytes: number): void;
}

/** How fast a budget fills up, and how much it holds. */
export interface ByteBudgetOptions {
  readonly bytesPerSecond: number;
  readonly burstBytes: number;
}

/** A full budget. */
export function createByteBudget(clock: Clock, options: ByteBudgetOptions): ByteBudget {
  const { bytesPerSecond, burstBytes } = options;
  let left = burstBytes;
  let at = clock.monotonic();

  function refill(): void {
    const now = clock.monotonic();
    left = Math.min(burstBytes, left + ((now - at) * bytesPerSecond) / 1000);
    at = now;
  }

  return {
    async room(wait) {
      refill();
      while (left <= 0) {
        await clock.after(Math.ceil(((1 - left) * 1000) / bytesPerSecond), wait);
        refill();
      }
    },
    charge(bytes) {
      refill();
      left -= bytes;
    },
  };
}
