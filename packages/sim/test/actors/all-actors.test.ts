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

/** Those who are dishonest only where their result is another than that of the others. */
const WRONG: ReadonlySet<string> = new Set(["FalseDisputer"]);

/** A calm world in which the third node is not honest, runs jobs for little, and wants some done. */
function planWith(actor: string): SimPlan {
  const plan = drawPlan(`${actor} alone`, {
    ...{ federations: 1, jobs: 8, faults: [], actors: [] },
    // An appeal is heard where somebody is left who has not done the work.
    nodes: WRONG.has(actor) ? 5 : 4,
  });
  const manner: "good" | "wrong" = WRONG.has(actor) ? "wrong" : "good";
  const nodes = plan.nodes.map((node, index) => ({
    ...node,
    funds: 1_000,
    ...(index === 2 ? { actor, price: 1, manner } : { manner: "good" as const }),
  }));
  const jobs = plan.jobs.map((job, index) => ({
    ...job,
    by: `node ${index % 4}`,
    ...(index % 4 === 0 ? { replicas: 3, spare: 100 } : {}),
  }));
  return { ...plan, nodes, jobs };
}
