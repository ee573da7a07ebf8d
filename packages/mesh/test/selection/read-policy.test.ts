import {
  cheapestPolicy,
  readPolicy,
  SELECTION_POLICIES,
  type SelectionPolicy,
  stakeLotteryPolicy,
} from "@icn-mesh/mesh";
import { describe, expect, it } from "vitest";

const policies: readonly SelectionPolicy[] = Object.keys(SELECTION_POLICIES).map(
  (name) =>
    (readPolicy(name, {}) ??
      readPolicy(name, { price: 1, reputation: 50, resources: 1, latency: 1 })) as SelectionPolicy,
);

describe("readPolicy", () => {
  it("makes every policy again from its name and params", () => {
    for (const policy of policies) {
      const again = readPolicy(policy.name, policy.params);
      expect([again?.name, again?.params, again?.newcomerPpm, again?.inputs]).toEqual([
        policy.name,
        policy.params,
        policy.newcomerPpm,
        policy.inputs,
      ]);
    }
    expect(policies.map(({ name }) => name)).toEqual([
      "weighted",
      "cheapest",
      "reputation-load",
      "stake-lottery",
      "icn-compat",
    ]);
    expect(stakeLotteryPolicy().name).toBe("stake-lottery");
  });

  it("knows no other names, not even those that every object has, and no other params", () => {
    expect(readPolicy("toString", {})).toBeUndefined();
    expect(readPolicy("dearest", {})).toBeUndefined();
    expect(readPolicy("cheapest", { price: 1 })).toBeUndefined();
    expect(readPolicy("weighted", {})).toBeUndefined();
    expect(readPolicy("weighted", { price: -1, reputation: 50, resources: 1, latency: 1 })).toBeUndefined();
    expect(
      readPolicy("weighted", { price: 1e9 + 1, reputation: 50, resources: 1, latency: 1 }),
    ).toBeUndefined();
    expect(readPolicy("mine", {}, { mine: () => cheapestPolicy() })?.name).toBe("cheapest");
  });
});
