import { drawOne, drawTime } from "./draw-time.ts";
import { numberIn, textIn } from "./event-args.ts";
import type { Fault } from "./fault.ts";

const MOST_CALLS = 60;

/** Kills processes between any two calls of their ports, and starts them again on their disks. */
export const crash: Fault = {
  kind: "crash",
  draw(rng, shape) {
    const longest = 1 + rng.below(shape.untilMs - shape.fromMs);
    return Array.from({ length: 1 + rng.below(2 * shape.machines.length) }, () => ({
      at: drawTime(rng, shape),
      forMs: 0,
      kind: "crash",
      args: {
        machine: drawOne(rng, shape.machines),
        afterCalls: rng.below(MOST_CALLS),
        downMs: 1 + rng.below(longest),
      },
    }));
  },
  begin({ machines }, event) {
    const terms = { afterCalls: numberIn(event, "afterCalls"), downMs: numberIn(event, "downMs") };
    machines.get(textIn(event, "machine"))?.crash(terms);
    return undefined;
  },
};
