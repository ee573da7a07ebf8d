import { describe, expect, it } from "vitest";
import type { Clock } from "../../src/ports/clock.ts";
import { clockContract } from "../../src/testing/clock-contract.ts";
import { createHandClock } from "../../src/testing/hand-clock.ts";

// Each of these clocks is the one moved by hand with one fault, and the promise that must find it.
const faults: Readonly<Record<string, readonly [promise: string, fault: (good: Clock) => Partial<Clock>]>> = {
  "tells seconds": [
    "tells the time in milliseconds since the epoch",
    (good) => ({ now: () => good.now() / 1000 }),
  ],
  "stands still": ["never goes back on its monotonic side", () => ({ monotonic: () => 1 })],
  "wakes early": [
    "ends a wait when its time has passed and not before",
    (good) => ({ after: (ms, options) => good.after(ms - 1, options) }),
  ],
  "ends all waits with the first": [
    "ends waits in the order of their time",
    (good) => ({ after: (_, options) => good.after(1, options) }),
  ],
  "takes no notice of a signal that has aborted": [
    "does not wait under a signal that has aborted",
    () => ({ after: async () => undefined }),
  ],
  "gives a reason of its own": [
    "gives up a wait with the signal's reason, whatever it is",
    (good) => ({
      after: (ms, options) => good.after(ms, options).catch(() => Promise.reject(new Error("aborted"))),
    }),
  ],
  "holds on to the signal": [
    "lets go of the signal when a wait has ended",
    (good) => ({
      after(ms, { signal } = {}) {
        signal?.addEventListener("abort", () => undefined);
        return good.after(ms, { ...(signal && { signal }) });
      },
    }),
  ],
  "takes a long wait modulo 32 bits": [
    "waits for months, or for ever, without ending at once",
    (good) => ({ after: (ms, options) => good.after(ms | 0, options) }),
  ],
  "waits no time for what is no number": [
    "refuses to wait for what is no number",
    (good) => ({ after: (ms, options) => good.after(ms || 0, options) }),
  ],
};

describe("the clock contract finds a clock that", () => {
  for (const [name, [promise, fault]] of Object.entries(faults)) {
    it(name, async () => {
      const good = createHandClock();
      const { check } = clockContract.find((promised) => promised.promise === promise)!;
      const run = async () => {
        const checked = check({ clock: { ...good, ...fault(good) }, pass: (ms) => good.advance(ms) });
        await good.advance(1); // whoever asks a broken clock to wait for nothing still gets an answer
        await checked;
      };
      await expect(run()).rejects.toThrow();
    });
  }
});
