import { describe, expect, it } from "vitest";
import { createMemoryLatencyStore } from "../../src/memory/memory-latency-store.ts";
import { latencyStoreContract } from "../../src/testing/latency-store-contract.ts";
import { sampleDid } from "../../src/testing/sample-did.ts";

describe("latencies in memory", () => {
  for (const { promise, check } of latencyStoreContract) it(promise, () => check(createMemoryLatencyStore()));

  it("move an eighth of the way to each measurement", () => {
    const store = createMemoryLatencyStore();
    for (const latencyMs of [80, 160, 10]) store.observe(sampleDid(1), latencyMs);
    expect(store.latencyMs(sampleDid(1))).toBe(80); // 80, 90, 80
  });

  it("are forgotten of the peer that mattered least lately when there are too many", () => {
    const store = createMemoryLatencyStore({ max: 2 });
    store.observe(sampleDid(1), 10);
    store.observe(sampleDid(2), 20);
    store.latencyMs(sampleDid(1));
    store.observe(sampleDid(3), 30);
    expect([1, 2, 3].map((number) => store.latencyMs(sampleDid(number)))).toEqual([10, undefined, 30]);
  });
});
