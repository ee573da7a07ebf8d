import { estimateCost, priceByReputation, quoteFrom } from "@icn-mesh/economics";
import { describe, expect, it } from "vitest";

const REPUTATIONS = [0, 10, 50, 100, 300, 900];

describe("AC-054 a price by reputation", () => {
  it.each([
    { cost: 10n, prices: [10n, 9n, 6n, 5n, 2n, 1n] },
    { cost: 50n, prices: [50n, 45n, 33n, 25n, 12n, 5n] },
    { cost: 100n, prices: [100n, 90n, 66n, 50n, 25n, 10n] },
    { cost: 1000n, prices: [1000n, 909n, 666n, 500n, 250n, 100n] },
    { cost: 1n, prices: [1n, 1n, 1n, 1n, 1n, 1n] },
  ])("of $cost falls with reputation, and never to nothing", ({ cost, prices }) => {
    expect(REPUTATIONS.map((reputation) => priceByReputation(cost, reputation))).toEqual(prices);
  });

  it("is at least the minimum budget", () => {
    expect(priceByReputation(100n, 900, 25n)).toBe(25n);
  });
});

describe("an estimate", () => {
  const rates = { perCpuCoreHour: 60n, perGbMemoryHour: 10n, perGbStorageHour: 1n, perGpuHour: 500n };

  it("adds up resources over time and rounds up once", () => {
    const resources = { cpuCores: 2, memoryMb: 512, storageMb: 0 };
    expect(estimateCost(resources, 3_600_000, rates)).toBe(125n);
    expect(estimateCost(resources, 1, rates)).toBe(1n);
    expect(estimateCost({ ...resources, gpu: { vramMb: 1 } }, 3_600_000, rates)).toBe(625n);
  });
});

describe("a quote", () => {
  it("is what a tenth, half and nine tenths of the past have cost at most", () => {
    const paid = Array.from({ length: 100 }, (_, index) => BigInt(100 - index));
    expect(quoteFrom(paid)).toEqual({ low: 11n, likely: 51n, high: 91n, samples: 100 });
  });

  it("is not made up where nothing was paid yet", () => {
    expect(quoteFrom([])).toBeUndefined();
  });
});
