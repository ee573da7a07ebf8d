import { numberIn } from "./event-args.ts";
import type { Fault } from "./fault.ts";

/** Carries everything late, each thing by another time. */
export const delay: Fault = {
  kind: "delay",
  draw: (rng, { fromMs, untilMs }) => [
    {
      at: fromMs,
      forMs: untilMs - fromMs,
      kind: "delay",
      args: { maxDelayMs: 2 + rng.below(rng.below(2) === 0 ? 40 : 800) },
    },
  ],
  begin({ network }, event) {
    network.setFaults({ minDelayMs: 1, maxDelayMs: numberIn(event, "maxDelayMs") });
    return () => network.setFaults({ minDelayMs: 0, maxDelayMs: 0 });
  },
};
