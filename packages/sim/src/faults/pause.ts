import { drawOne, drawTime } from "./draw-time.ts";
import { numberIn, textIn } from "./event-args.ts";
import type { Fault } from "./fault.ts";

/** Stops processes for a while, as a full garbage collection or a frozen machine does, and lets them go on. */
export const pause: Fault = {
  kind: "pause",
  draw(rng, shape) {
    const longest = 1 + rng.below(shape.untilMs - shape.fromMs);
    return Array.from({ length: 1 + rng.below(shape.machines.length) }, () => ({
      at: drawTime(rng, shape),
      forMs: 0,
      kind: "pause",
      args: { machine: drawOne(rng, shape.machines), ms: 1 + rng.below(longest) },
    }));
  },
  begin({ machines }, event) {
    machines.get(textIn(event, "machine"))?.pause(numberIn(event, "ms"));
    return undefined;
  },
};
