import type { Clock } from "@icn-mesh/core";

/** Timers take 31 bits; a longer one fires at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** The clock of the browser or of Node. */
export function platformClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after: (ms, { signal } = {}) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const timer =
          ms === Number.POSITIVE_INFINITY
            ? undefined
            : setTimeout(done, Math.min(Math.max(0, ms), LONGEST_MS));
        signal?.addEventListener("abort", leave);

        function done(): void {
          signal?.removeEventListener("abort", leave);
          resolve();
        }

        function leave(): void {
          clearTimeout(timer);
          signal?.removeEventListener("abort", leave);
          reject(signal?.reason);
        }
      }),
  };
}
