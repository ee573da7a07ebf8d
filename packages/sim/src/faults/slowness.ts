import { drawOne, drawTime } from "./draw-time.ts";
import { numberIn, textIn } from "./event-args.ts";
import type { Fault } from "./fault.ts";

const MOST_LAG_MS = 60;

/** Makes every call of a port take a while, as a disk does that is worn out or shared. */
export const slowness: Fault = {
  kind: "slowness",
  draw: (rng, shape) =>
    Array.from({ length: 1 + rng.below(shape.machines.length) }, () => ({
      at: drawTime(rng, shape),
      forMs: 1 + rng.below(shape.untilMs - shape.fromMs),
      kind: "slowness",
      args: { machine: drawOne(rng, shape.machines), lagMs: 1 + rng.below(MOST_LAG_MS) },
    })),
  begin({ machines }, event) {
    const machine = machines.get(textIn(event, "machine"));
    machine?.slow(numberIn(event, "lagMs"));
    return () => machine?.slow(0);
  },
};
