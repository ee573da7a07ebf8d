import { createSimulatedKeys } from "@icn-mesh/core/testing";
import { plainJudge } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { type Authority, runSpree, type Spree } from "../../sim/overspending/run-spree.ts";

const SEEDS = [1, 2, 3];

describe("accounts that pay at every node at once", () => {
  it("spend what they have and no more where a quorum decides", async () => {
    for (const { spent, supply, overspent } of await spreesUnder("quorum")) {
      expect(overspent).toBe(0n);
      expect(spent).toBeGreaterThan(0n);
      expect(spent).toBeLessThanOrEqual(supply);
    }
  });

  it("spend half as much again as there is, and more, where each node decides alone", async () => {
    for (const { supply, overspent } of await spreesUnder("node"))
      expect(overspent).toBeGreaterThan(supply / 2n);
  });
});

async function spreesUnder(authority: Authority): Promise<readonly Spree[]> {
  const run = (seed: number) => runSpree({ seed, authority, keys: createSimulatedKeys(), judge: plainJudge });
  const sprees: Spree[] = [];
  for (const seed of SEEDS) sprees.push(await run(seed));
  return sprees;
}
