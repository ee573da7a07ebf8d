import { describe, expect, it } from "vitest";
import { simulate } from "../src/index.ts";

const SEEDS = Array.from({ length: 12 }, (_, index) => index + 2);

describe("simulate", () => {
  it("comes to the same hash for the same seed, and to another for another", async () => {
    const [first, again, other] = [
      await simulate({ seed: "twice" }),
      await simulate({ seed: "twice" }),
      await simulate({ seed: "once" }),
    ];
    expect(again.hash).toBe(first.hash);
    expect(again.events).toBe(first.events);
    expect(other.hash).not.toBe(first.hash);
  });

  it.each(SEEDS)("keeps every promise in the world of seed %i", async (seed) => {
    const { violations } = await simulate({ seed });
    expect(violations).toEqual([]);
  });

  it("has what its caller fixes, and draws the rest", async () => {
    const { plan, seen } = await simulate({
      seed: 5,
      nodes: 4,
      federations: 2,
      workload: { jobs: 3 },
      faults: "none",
      actors: "none",
    });
    expect([plan.nodes.length, plan.federations.length, plan.jobs.length]).toEqual([4, 2, 3]);
    expect(plan.faults).toEqual([]);
    expect(plan.nodes.map(({ actor }) => actor)).toEqual([null, null, null, null]);
    expect(seen["submitted"]).toBe(3);
    expect(seen["crashes"]).toBeUndefined();
  });

  it("refuses what cannot be", async () => {
    await expect(async () => simulate({ seed: 1, nodes: 1, federations: 2 })).rejects.toThrow(
      expect.objectContaining({ code: "SIM_BAD_PLAN" }),
    );
  });

  it("sees a promise that a world does not keep", async () => {
    const { violations, tail } = await simulate({
      seed: 3,
      invariants: [
        {
          id: "X-1",
          promise: "nobody is ever paid",
          hold: ({ federations }, broken) => ({
            during() {
              for (const { truth } of federations)
                if (truth.books.facts.some(({ type }) => type === "settlement")) broken("somebody was paid");
            },
          }),
        },
      ],
    });
    expect(violations[0]).toMatchObject({ invariant: "X-1", detail: "somebody was paid" });
    expect(tail.at(-1)?.what).toBe("violation");
  });
});
