import { describe, expect, it } from "vitest";
import { drawPlan, type Invariant, runPlan, type SimPlan } from "../../src/index.ts";
import { shrinkPlan } from "../../src/plan/shrink-plan.ts";

/** A promise that a world breaks as soon as this node has crashed once. */
const neverAgain: Invariant = {
  id: "X-2",
  promise: "node 2 never starts again",
  hold: ({ machines }, broken) => ({
    during() {
      if ((machines.get("node 2")?.starts ?? 0) > 1) broken("it has");
    },
  }),
};

async function breaks(plan: SimPlan): Promise<boolean> {
  return (await runPlan(plan, { invariants: [neverAgain] })).violations.some(
    ({ invariant }) => invariant === "X-2",
  );
}

describe("shrinkPlan", () => {
  const crash = { kind: "crash", forMs: 0, args: { machine: "node 2", afterCalls: 0, downMs: 500 } };
  const drawn = drawPlan("shrink", { nodes: 6, federations: 1, jobs: 8, actors: [] });
  const first = { ...drawn, faults: [...drawn.faults, { ...crash, at: 5_000 }] };

  it("leaves the one crash that it takes, and nobody but whom it hits", async () => {
    const { plan, tried } = await shrinkPlan(first, { breaks, isOver: () => false });
    expect(await breaks(plan)).toBe(true);
    expect(plan.jobs).toEqual([]);
    expect(plan.nodes.map(({ name }) => name)).toEqual(["node 2"]);
    expect(plan.faults.map(({ kind }) => kind)).toEqual(["crash"]);
    expect(tried).toBeGreaterThan(3);
  });

  it("gives back what it has when its time is over", async () => {
    const { plan, tried } = await shrinkPlan(first, { breaks, isOver: () => true });
    expect([plan, tried]).toEqual([first, 0]);
  });
});
