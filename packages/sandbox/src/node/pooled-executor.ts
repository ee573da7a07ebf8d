import type { Clock } from "@icn-mesh/core";
import type { GuestEnd } from "../guest/guest-event.ts";
import type { GuestExecutor } from "../guest/guest-executor.ts";
import { type GuestPool, poolClosed } from "./guest-pool.ts";
import { type VisitLimits, visit } from "./guest-visit.ts";

/** What runs guests in a pool. */
export interface PooledComponents {
  readonly clock: Clock;
  readonly pool: GuestPool;
}

const STOPPED: GuestEnd = {
  type: "failed",
  class: "cancelled",
  message: "it was stopped before it began",
  usage: { fuel: 0, peakMemoryBytes: 0, outputBytes: 0 },
};

/** Runs each task at a place of the pool, one at a time at each. */
export function createPooledExecutor({ clock, pool }: PooledComponents, limits: VisitLimits): GuestExecutor {
  let isClosed = false;

  return {
    async execute(task, session) {
      const place = await pool.acquire(session.signal).catch((reason: unknown) => {
        if (session.signal.aborted) return undefined;
        throw reason;
      });
      if (place === undefined) return STOPPED;
      try {
        const end = await visit(task, session, { clock, place, limits });
        if (isClosed && end.type === "failed") throw poolClosed();
        return end;
      } finally {
        pool.release(place);
      }
    },
    close() {
      isClosed = true;
      return pool.close();
    },
  };
}
