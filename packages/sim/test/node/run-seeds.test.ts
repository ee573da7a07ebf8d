import { describe, expect, it } from "vitest";
import { simulate } from "../../src/index.ts";
import { runSeeds, seedsFrom } from "../../src/node/run-seeds.ts";
import type { BatchResult } from "../../src/report/batch-result.ts";

const SEEDS = [4, 6];

describe("runSeeds", () => {
  it("comes to the same in processes of their own, in any order, as in this one", async () => {
    const sums: BatchResult[] = [];
    const batch = await runSeeds({ seeds: SEEDS.map(String), jobs: 2, onSeed: (sum) => sums.push(sum) });
    const alone = [];
    for (const seed of SEEDS) alone.push(await simulate({ seed }));
    expect(batch.events).toBe(alone.reduce((sum, { events }) => sum + events, 0));
    expect(BigInt(`0x${batch.hash}`)).toBe(alone.reduce((sum, { hash }) => sum ^ BigInt(`0x${hash}`), 0n));
    expect(batch.seen["submitted"]).toBe(alone.reduce((sum, { seen }) => sum + (seen["submitted"] ?? 0), 0));
    expect(sums.map(({ seeds }) => seeds)).toEqual([1, 2]);
  });

  it("begins no world after its time", async () => {
    const batch = await runSeeds({ seeds: seedsFrom(1, 100), jobs: 1, forMs: -1 });
    expect(batch.seeds).toBe(0);
  });
});
