import { numberIn } from "./event-args.ts";
import type { Fault } from "./fault.ts";

/** Carries messages of topics twice. */
export const duplication: Fault = {
  kind: "duplication",
  draw: (rng, { fromMs, untilMs }) => [
    { at: fromMs, forMs: untilMs - fromMs, kind: "duplication", args: { percent: 1 + rng.below(50) } },
  ],
  begin({ network }, event) {
    network.setFaults({ duplication: numberIn(event, "percent") / 100 });
    return () => network.setFaults({ duplication: 0 });
  },
};
