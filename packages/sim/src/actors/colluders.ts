import type { Actor } from "./actor.ts";
import { changeRunner } from "./hooks/change-runner.ts";

const AGREED = new TextEncoder().encode("as we have agreed");

/** All of them give the same wrong result for everything. */
export const colluders: Actor = {
  name: "Colluders",
  disguise: (parts, { world }) =>
    changeRunner(parts, async () => {
      world.counters.add("act Colluders");
      const usage = { fuel: 1, wallMs: 1, peakMemoryBytes: 0, outputBytes: AGREED.length };
      return { outcome: { type: "ok", result: AGREED, outputs: new Map() }, usage };
    }),
};
