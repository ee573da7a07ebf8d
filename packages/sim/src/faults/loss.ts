import { numberIn } from "./event-args.ts";
import type { Fault } from "./fault.ts";

/** Loses messages of topics; what is sent in order is sent again. */
export const loss: Fault = {
  kind: "loss",
  draw: (rng, { fromMs, untilMs }) => [
    { at: fromMs, forMs: untilMs - fromMs, kind: "loss", args: { percent: 1 + rng.below(30) } },
  ],
  begin({ network }, event) {
    network.setFaults({ loss: numberIn(event, "percent") / 100 });
    return () => network.setFaults({ loss: 0 });
  },
};
