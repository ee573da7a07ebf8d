import type { Clock } from "../../../packages/core/src/index.ts";

/** The clock of a page. */
export const browserClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, { signal } = {}) {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      // A page cannot wait for longer, and would not wait at all.
      const timer = setTimeout(end, Math.min(ms, 2 ** 31 - 1));
      signal?.addEventListener("abort", leave, { once: true });

      function end(): void {
        signal?.removeEventListener("abort", leave);
        resolve();
      }
      function leave(): void {
        clearTimeout(timer);
        reject(signal?.reason);
      }
    });
  },
};
