import { drawOne, drawTime } from "./draw-time.ts";
import { numberIn, textIn } from "./event-args.ts";
import type { Fault } from "./fault.ts";

/** Two clocks that are as wrong as this differ by less than the margin that every federation allows for. */
const MOST_WRONG_MS = 200;

/** Lets clocks jump forth or back, and back again: wall clocks alone, for what is monotonic stays so. */
export const clock: Fault = {
  kind: "clock",
  draw: (rng, shape) =>
    Array.from({ length: 1 + rng.below(shape.machines.length) }, () => ({
      at: drawTime(rng, shape),
      forMs: 1 + rng.below(shape.untilMs - shape.fromMs),
      kind: "clock",
      args: {
        machine: drawOne(rng, shape.machines),
        wrongMs: rng.below(2 * MOST_WRONG_MS) - MOST_WRONG_MS,
      },
    })),
  begin({ machines }, event) {
    const machine = machines.get(textIn(event, "machine"));
    if (machine === undefined) return undefined;
    machine.clockOffsetMs = numberIn(event, "wrongMs");
    return () => {
      machine.clockOffsetMs = 0;
    };
  },
};
