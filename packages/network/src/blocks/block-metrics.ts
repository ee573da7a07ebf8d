import type { Metrics } from "@icn-mesh/core";
import type { BlockStats } from "./block-stats.ts";

/** Counts one of the things that `BlockStats` counts. */
export type CountBlocks = (what: keyof BlockStats, amount: number) => void;

/** Registers the instruments under `network_block…`. Labels are fixed words, never a peer or a CID. */
export function createBlockMetrics(metrics: Metrics): CountBlocks {
  const blocks = metrics.counter("network_blocks_total", {
    help: "Blocks that were sent to peers, and that came from them",
    labels: ["direction"],
  });
  const bytes = metrics.counter("network_block_bytes_total", {
    help: "Bytes of these blocks",
    labels: ["direction"],
  });
  const misses = metrics.counter("network_block_misses_total", {
    help: "Wants of peers that brought no block, and answers of peers that were none",
    labels: ["kind"],
  });

  const counters: Readonly<Record<keyof BlockStats, (amount: number) => void>> = {
    blocksSent: (amount) => blocks.add(amount, { direction: "out" }),
    blocksReceived: (amount) => blocks.add(amount, { direction: "in" }),
    bytesSent: (amount) => bytes.add(amount, { direction: "out" }),
    bytesReceived: (amount) => bytes.add(amount, { direction: "in" }),
    refused: (amount) => misses.add(amount, { kind: "refused" }),
    abandoned: (amount) => misses.add(amount, { kind: "abandoned" }),
    late: (amount) => misses.add(amount, { kind: "late" }),
    wrong: (amount) => misses.add(amount, { kind: "wrong" }),
    silent: (amount) => misses.add(amount, { kind: "silent" }),
  };
  return (what, amount) => counters[what](amount);
}
