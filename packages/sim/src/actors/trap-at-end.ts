import type { Actor } from "./actor.ts";
import { changeRunner } from "./hooks/change-runner.ts";

/** Does all the work, and then says that the guest has failed: it is paid for that, and has a result to sell. */
export const trapAtEnd: Actor = {
  name: "TrapAtEnd",
  disguise: (parts, { world }) =>
    changeRunner(parts, async (_work, _options, run) => {
      const { usage } = await run();
      world.counters.add("act TrapAtEnd");
      return { outcome: { type: "failed", class: "trap", message: "at the very end" }, usage };
    }),
};
