import type { Announcement, Did, Signed } from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { tellNeighbours } from "../../src/manager/tell-neighbours.ts";

const [self, guard, one, two] = [sampleDid(0), sampleDid(1), sampleDid(2), sampleDid(3)];

/** What is invited, connected and known to a manager, and who is told of a round of a number. */
function tell({
  invited = [one, two],
  neighbours = [guard, one, two],
  known = [guard, one, two],
  round = 1,
}) {
  const told: Did[] = [];
  const parts = {
    network: {
      self,
      neighbours: () => neighbours,
      async announceTo(executors: readonly Did[]) {
        told.push(...executors);
        return executors.map((executor) => executor !== two);
      },
    },
    directory: { knowsAll: (nodes: readonly Did[]) => nodes.every((node) => known.includes(node)) },
  };
  const announcement = { body: { round } } as Signed<Announcement>;
  const { signal } = new AbortController();
  const telling = tellNeighbours(parts as never, { announcement, invited }, signal);
  return { told, telling };
}

describe("the executors invited to a round", () => {
  it("are told directly, and nobody else, where all are neighbours and all neighbours are known", async () => {
    const { told, telling } = tell({ invited: [one] });
    expect(await telling).toBe(true);
    expect(told).toEqual([one]);
  });

  it("may be told by themselves where the manager runs jobs too", async () => {
    expect(await tell({ invited: [self, one] }).telling).toBe(true);
  });

  it("are told besides by gossip where one of them was not reached", async () => {
    expect(await tell({}).telling).toBe(false);
  });

  it.each([
    ["one of them is no neighbour", { neighbours: [guard, one] }],
    ["a neighbour is a stranger", { known: [one, two] }],
    ["nobody is known", { invited: [] }],
    ["the first round came to nothing", { round: 2 }],
  ])("are told by gossip alone where %s", (_, where) => {
    const { told, telling } = tell(where);
    expect(telling).toBeUndefined();
    expect(told).toEqual([]);
  });
});
