import { describe, expect, it } from "vitest";
import { createMemoryReputationStore } from "../../src/memory/memory-reputation-store.ts";
import { reputationStoreContract } from "../../src/testing/reputation-store-contract.ts";
import { sampleDid } from "../../src/testing/sample-did.ts";

describe("reputations in memory", () => {
  for (const { promise, check } of reputationStoreContract) {
    it(promise, () => {
      const store = createMemoryReputationStore();
      return check({ store, earn: async (did, reputation) => store.set(did, reputation) });
    });
  }

  it("are replaced by what is set last", () => {
    const store = createMemoryReputationStore();
    store.set(sampleDid(1), 9);
    store.set(sampleDid(1), 4);
    expect(store.reputation(sampleDid(1))).toBe(4);
  });

  it("are refused when they are none", () => {
    const store = createMemoryReputationStore();
    for (const reputation of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => store.set(sampleDid(1), reputation)).toThrow(
        expect.objectContaining({ code: "CORE_OUT_OF_RANGE" }),
      );
    }
  });

  it("are forgotten, never invented, when there are too many", () => {
    const store = createMemoryReputationStore({ max: 2 });
    for (const number of [1, 2, 3]) store.set(sampleDid(number), number);
    expect([1, 2, 3].map((number) => store.reputation(sampleDid(number)))).toEqual([0, 2, 3]);
  });
});
