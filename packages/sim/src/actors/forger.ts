import type { Actor } from "./actor.ts";
import { changeRunner } from "./hooks/change-runner.ts";
import { oneIn } from "./hooks/one-in.ts";

/** Does every second job, and makes up the result of the others. */
export const forger: Actor = {
  name: "Forger",
  disguise: (parts, { world, rng }) =>
    changeRunner(parts, async (_work, _options, run) => {
      if (!oneIn(rng, 2)) return run();
      world.counters.add("act Forger");
      const usage = { fuel: 1, wallMs: 1, peakMemoryBytes: 0, outputBytes: 16 };
      return { outcome: { type: "ok", result: rng.bytes(16), outputs: new Map() }, usage };
    }),
};
