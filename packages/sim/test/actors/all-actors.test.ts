import { describe, expect, it } from "vitest";
import { ALL_ACTORS } from "../../src/actors/all-actors.ts";
import { drawPlan, runPlan, type SimPlan } from "../../src/index.ts";

describe("ALL_ACTORS", () => {
  it.each(ALL_ACTORS.map(({ name }) => name))(
    "has %s, who acts, and nobody else suffers for it",
    async (name) => {
      const { violations, seen } = await runPlan(planWith(name));
      expect(violations).toEqual([]);
      expect(seen[`act ${name}`]).toBeGreaterThan(0);
    },
  );

  it("has a name for each", () => {
    expect(new Set(ALL_ACTORS.map(({ name }) => name)).size).toBe(ALL_ACTORS.length);
  });
});

/** A calm world in which the third node is not honest, runs jobs for little, and wants some done. */
function planWith(actor: string): SimPlan {
  const plan = drawPlan(`${actor} alone`, { nodes: 4, federations: 1, jobs: 8, faults: [], actors: [] });
  const nodes = plan.nodes.map((node, index) =>
    index === 2 ? { ...node, actor, price: 1, manner: "good" as const, funds: 1_000 } : node,
  );
  const jobs = plan.jobs.map((job, index) => ({ ...job, by: `node ${index % 4}` }));
  return { ...plan, nodes, jobs };
}
