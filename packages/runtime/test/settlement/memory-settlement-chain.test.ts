import { describe, expect, it } from "vitest";
import { createMemorySettlementChain } from "../../src/index.ts";
import { type SettlementChainSubject, settlementChainContract } from "../../src/testing/index.ts";

const FINAL_AFTER = 3;

function subject(): SettlementChainSubject {
  const chain = createMemorySettlementChain({ finalAfter: FINAL_AFTER });
  return {
    chain,
    finish: async () => chain.mine(FINAL_AFTER),
    include: async () => chain.mine(),
    fork: async () => chain.fork(100),
    setReachable: (isReachable) => (isReachable ? chain.heal() : chain.cut()),
    paidTo: async (account, unit) => chain.paidTo(account, unit),
  };
}

describe("the settlement chain in memory", () => {
  for (const { promise, check } of settlementChainContract) it(promise, () => check(subject()));

  it("has a name, which its names for settlements begin with", () => {
    expect(createMemorySettlementChain({ name: "dev" }).name).toBe("dev");
  });
});
