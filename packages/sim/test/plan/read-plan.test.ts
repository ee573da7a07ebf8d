import { describe, expect, it } from "vitest";
import { drawPlan } from "../../src/index.ts";
import { readPlan } from "../../src/plan/read-plan.ts";

describe("readPlan", () => {
  it("gives a plan back from its JSON", () => {
    const plan = drawPlan("any");
    expect(readPlan(JSON.stringify(plan))).toEqual(plan);
  });

  it.each([
    ["nothing", ""],
    ["too little", "{}"],
    ["another version", JSON.stringify({ ...drawPlan("any"), version: 2 })],
  ])("refuses %s", (_, json) => {
    expect(() => readPlan(json)).toThrow(expect.objectContaining({ code: "SIM_BAD_PLAN" }));
  });
});

describe("drawPlan", () => {
  it("draws the same from the same seed", () => {
    expect(drawPlan("same")).toEqual(drawPlan("same"));
  });

  it("draws five nodes and ten jobs in the middle, and a large world now and then", () => {
    const plans = Array.from({ length: 1000 }, (_, seed) => drawPlan(`${seed}`));
    const middle = (sizes: readonly number[]) =>
      sizes.toSorted((one, other) => one - other)[sizes.length / 2];
    expect(middle(plans.map(({ nodes }) => nodes.length))).toBe(5);
    expect(middle(plans.map(({ jobs }) => jobs.length))).toBe(10);
    expect(
      plans.filter(({ nodes, jobs }) => nodes.length === 50 && jobs.length === 200).length,
    ).toBeGreaterThan(0);
  });
});
