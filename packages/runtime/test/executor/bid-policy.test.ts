import { parseDid } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import { sampleJob } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { type BidPolicyOptions, createBidPolicy, type OfferedJob } from "../../src/index.ts";

const rates = { perCpuCoreHour: 36_000n, perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n };
const creator = sampleDid(1);
const net = "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua" as OfferedJob["job"]["net"];

function termsFor(options: Partial<BidPolicyOptions> = {}, offered: Partial<OfferedJob> = {}) {
  const { cid: id, body: job } = sampleJob(net, { account: creator, seq: 0, index: 0 });
  return createBidPolicy({ rates, ...options })({ id, job, loadPpm: 0, now: 0, ...offered });
}

describe("the standard policy", () => {
  it("AC-094: asks for resources by time, and the same for the same job", () => {
    expect(termsFor()).toEqual({ price: 10n, failPrice: 1n, needMs: 11_000, estimatedMs: 1000 });
    expect(termsFor()).toEqual(termsFor());
  });

  it("asks more of whoever comes to a busy machine", () => {
    expect(termsFor({ loadPpm: 500_000 }, { loadPpm: 1_000_000 })).toMatchObject({ price: 15n });
  });

  it("never asks for more than the budget, or for less than its least price", () => {
    expect(termsFor({ minPrice: 101n })).toBeNull();
    expect(termsFor({ minPrice: 100n })).toMatchObject({ price: 100n });
  });

  it("says no to creators and federations that it does not serve, and when it is closed", () => {
    expect(termsFor({ creators: new Set([parseDid(sampleDid(2))]) })).toBeNull();
    expect(termsFor({ creators: new Set([creator]) })).not.toBeNull();
    expect(termsFor({ networks: new Set() })).toBeNull();
    expect(termsFor({ isOpen: (now) => now >= 5 })).toBeNull();
    expect(termsFor({ isOpen: (now) => now >= 5 }, { now: 5 })).not.toBeNull();
  });
});
