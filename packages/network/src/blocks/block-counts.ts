import type { Metrics } from "@icn-mesh/core";
import { createBlockMetrics } from "./block-metrics.ts";
import type { BlockStats } from "./block-stats.ts";

/** Counts what block exchange does. */
export interface BlockCounts {
  /** One more when no amount is given. */
  add(what: keyof BlockStats, amount?: number): void;
  /** All so far. */
  stats(): BlockStats;
}

/** Nothing done yet; `metrics` learns of all that is done from now on. */
export function createBlockCounts(metrics?: Metrics): BlockCounts {
  const count = metrics && createBlockMetrics(metrics);
  const counts = {
    ...{ blocksSent: 0, bytesSent: 0, refused: 0, abandoned: 0 },
    ...{ blocksReceived: 0, bytesReceived: 0, late: 0, wrong: 0, silent: 0 },
  };
  return {
    add(what, amount = 1) {
      if (amount === 0) return;
      counts[what] += amount;
      count?.(what, amount);
    },
    stats: () => ({ ...counts }),
  };
}
