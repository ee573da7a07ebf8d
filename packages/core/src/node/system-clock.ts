import { assertNotNaN } from "../assert-in-range.ts";
import type { Clock } from "../ports/clock.ts";

/** Timers take 31 bits; a longer one fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The clock of this machine. A wait keeps the process alive, so whoever waits passes a signal. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, { signal } = {}) {
    return new Promise((resolve, reject) => {
      assertNotNaN("ms", ms);
      signal?.throwIfAborted();
      const due = performance.now() + ms;
      let timer = setTimeout(wake, timerMs(ms));
      signal?.addEventListener("abort", leave);

      // A timer may be a fraction of a millisecond early, and a long wait takes several of them.
      function wake(): void {
        const left = due - performance.now();
        if (left > 0) {
          timer = setTimeout(wake, timerMs(left));
          return;
        }
        signal?.removeEventListener("abort", leave);
        resolve();
      }

      function leave(): void {
        clearTimeout(timer);
        signal?.removeEventListener("abort", leave);
        reject(signal?.reason);
      }
    });
  },
};

function timerMs(ms: number): number {
  return Math.min(Math.max(0, Math.ceil(ms)), MAX_TIMER_MS);
}
