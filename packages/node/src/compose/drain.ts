import type { Clock, Logger, Service } from "@icn-mesh/core";
import type { Executor } from "@icn-mesh/runtime";

/** What a drain takes. */
export interface DrainComponents {
  readonly executor: Executor | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
}

const LOOK_EVERY_MS = 50;

/** Lets an executor hand over what it runs, for so long at most, when it is stopped. */
export function createDrain({ executor, clock, logger }: DrainComponents, drainMs: number): Service {
  return {
    name: "drain",
    start: async () => undefined,
    async stop() {
      if (executor === undefined) return;
      executor.drain("all");
      const until = clock.monotonic() + drainMs;
      while (executor.running > 0 && clock.monotonic() < until) await clock.after(LOOK_EVERY_MS);
      if (executor.running > 0) logger.warn("stopped while jobs run", { running: executor.running });
    },
  };
}
