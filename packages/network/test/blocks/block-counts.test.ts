import { createMemoryMetrics } from "@icn-mesh/core";
import { expect, it } from "vitest";
import { createBlockCounts } from "../../src/blocks/block-counts.ts";
import type { BlockStats } from "../../src/blocks/block-stats.ts";
import { countsOf } from "../counts-of.ts";

it("what block exchange has done is counted in its numbers and in the metrics, each thing by itself", () => {
  const metrics = createMemoryMetrics();
  const counts = createBlockCounts(metrics);
  const all: BlockStats = {
    ...{ blocksSent: 1, bytesSent: 2, refused: 3, abandoned: 4 },
    ...{ blocksReceived: 5, bytesReceived: 6, late: 7, wrong: 8, silent: 9 },
  };
  const names = Object.keys(all) as (keyof BlockStats)[];
  for (const name of names) counts.add(name, all[name]);
  expect(counts.stats()).toEqual(all);
  expect(countsOf(metrics, "network_blocks_total", "direction")).toEqual({ out: 1, in: 5 });
  expect(countsOf(metrics, "network_block_bytes_total", "direction")).toEqual({ out: 2, in: 6 });
  const misses = { refused: 3, abandoned: 4, late: 7, wrong: 8, silent: 9 };
  expect(countsOf(metrics, "network_block_misses_total", "kind")).toEqual(misses);
});
