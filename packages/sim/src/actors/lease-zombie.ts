import type { Actor } from "./actor.ts";
import { changeRunner } from "./hooks/change-runner.ts";

/** Longer than any lease and any time to claim of the simulator's jobs. */
const ASLEEP_MS = 120_000;

/** Falls asleep over its work, and delivers it when the job is long somebody else's. */
export const leaseZombie: Actor = {
  name: "LeaseZombie",
  disguise: (parts, { world }) =>
    changeRunner(parts, async (_work, _options, run) => {
      const result = await run();
      world.counters.add("act LeaseZombie");
      await parts.components.clock.after(ASLEEP_MS);
      return result;
    }),
};
