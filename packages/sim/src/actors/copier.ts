import type { RunResult } from "@icn-mesh/sandbox";
import type { Actor } from "./actor.ts";
import { changeRunner } from "./hooks/change-runner.ts";

/** Does one job, and delivers its result for all others. */
export const copier: Actor = {
  name: "Copier",
  disguise(parts, { world }) {
    let first: Promise<RunResult> | undefined;
    return changeRunner(parts, (_work, _options, run) => {
      if (first !== undefined) {
        world.counters.add("act Copier");
        return first;
      }
      first = run();
      return first;
    });
  },
};
