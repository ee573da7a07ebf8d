import { numberIn } from "./event-args.ts";
import type { Fault } from "./fault.ts";

/** Lets messages of topics overtake each other. */
export const reordering: Fault = {
  kind: "reordering",
  draw: (rng, { fromMs, untilMs }) => [
    { at: fromMs, forMs: untilMs - fromMs, kind: "reordering", args: { percent: 1 + rng.below(50) } },
  ],
  begin({ network }, event) {
    network.setFaults({ reordering: numberIn(event, "percent") / 100 });
    return () => network.setFaults({ reordering: 0 });
  },
};
