import { describe, expect, it } from "vitest";
import { runSeeds, seedsFrom } from "../src/node/run-seeds.ts";
import { printBatch } from "../src/report/print-batch.ts";

const MOST_SEEDS = 250;
const FOR_MS = 360_000;
const FEWEST_SEEDS = 5;

describe("as many worlds as there is time for", () => {
  it("keep every promise", async () => {
    const batch = await runSeeds({ seeds: seedsFrom(2, MOST_SEEDS), jobs: 2, forMs: FOR_MS });
    console.log(printBatch(batch));
    expect(batch.failed).toEqual([]);
    expect(batch.seeds).toBeGreaterThanOrEqual(FEWEST_SEEDS);
  }, 900_000);
});
