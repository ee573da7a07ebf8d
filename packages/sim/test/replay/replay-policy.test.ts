import type { Did } from "@icn-mesh/core";
import { cheapestPolicy, type JobLifecycle, weightedPolicy } from "@icn-mesh/mesh";
import { beforeAll, describe, expect, it } from "vitest";
import { historiesIn, type PolicyReplay, printReplay, replayPolicy, simulate } from "../../src/index.ts";

describe("replayPolicy", () => {
  let histories: readonly JobLifecycle[];
  let nameOf: ReadonlyMap<Did, string>;

  beforeAll(async () => {
    const { violations } = await simulate({
      ...{
        seed: "a market",
        nodes: 6,
        federations: 1,
        workload: { jobs: 20 },
        faults: "none",
        actors: "none",
      },
      invariants: [
        {
          id: "history",
          promise: "there is a history of every job",
          hold: (world) => ({
            async atEnd() {
              histories = await historiesIn(world);
              nameOf = new Map(world.nodes.map(({ machine }) => [machine.did, machine.name]));
            },
          }),
        },
      ],
    });
    expect(violations).toEqual([]);
  });

  it("finds under the recorded terms what was recorded", () => {
    const { rounds, changed, unread } = replayPolicy(histories, {});
    expect(rounds.length).toBeGreaterThanOrEqual(20);
    expect([changed, unread]).toEqual([0, 0]);
  });

  it("names the winner that each record names", () => {
    const winners = histories.flatMap(({ selections, bids }) =>
      selections.map(({ body }) => bids.find(({ cid }) => cid === body.winner)?.body.by),
    );
    const replayed = replayPolicy(histories, {}).rounds.map(({ recorded }) => recorded[0]?.executor);
    expect(replayed.toSorted()).toEqual(winners.toSorted());
  });

  it("gives all work to whoever asks least, where only prices count", () => {
    const { rounds } = replayPolicy(histories, { policy: cheapestPolicy() });
    for (const { job, round, replayed } of rounds) {
      const { bids, selections } = historyOf(job);
      const scored = selections.find(({ body }) => body.round === round)?.body.scores ?? [];
      const asked = scored.map(({ bid }) => bids.find(({ cid }) => cid === bid)?.body.price ?? 0n);
      expect(replayed[0]?.price).toBe(asked.toSorted((one, other) => Number(one - other))[0]);
    }
  });

  it("carries from round to round how many jobs an executor was given", () => {
    const policy = cheapestPolicy();
    const winnersOf = ({ rounds }: PolicyReplay): Set<string | undefined> =>
      new Set(rounds.map(({ replayed }) => replayed[0]?.executor));
    const shared = winnersOf(replayPolicy(histories, { policy, priceOf: () => 1n }));
    // Where all ask the same, whoever had the fewest jobs has its turn.
    expect(shared.size).toBeGreaterThan(winnersOf(replayPolicy(histories, { policy })).size);
  });

  it("shuts out an executor whose price would be above every budget", () => {
    const dear = replayPolicy(histories, {}).rounds[0]?.recorded[0]?.executor;
    const { rounds, changed } = replayPolicy(histories, {
      priceOf: (bid) => (bid.by === dear ? 1_000_000n : bid.price),
    });
    expect(changed).toBeGreaterThan(0);
    expect(rounds.flatMap(({ replayed }) => replayed).some(({ executor }) => executor === dear)).toBe(false);
  });

  it("says which facts nobody recorded", () => {
    const { rounds } = replayPolicy(histories, { policy: { ...weightedPolicy(), inputs: ["stake"] } });
    expect(rounds[0]?.unknown).toEqual(["stake"]);
  });

  it("counts a round whose policy it does not know", () => {
    const { rounds, unread } = replayPolicy(histories, { policies: {} });
    expect([rounds.length, unread]).toEqual([0, histories.flatMap(({ selections }) => selections).length]);
  });

  it("is printed round by round, executor by executor", () => {
    const printed = printReplay(replayPolicy(histories, { policy: cheapestPolicy() }), {
      job: ({ job }) => historyOf(job).job.body.name ?? job,
      executor: (did) => nameOf.get(did) ?? did,
    });
    expect(printed).toMatch(/: node \d for \d+, not node \d for \d+\n/);
    expect(printed).toMatch(/\nnode \d: \d+ for \d+, not \d+ for \d+\n/);
    expect(printed).toMatch(/\nrounds: \d+, to others: [1-9]\d*, unread: 0$/);
  });

  function historyOf(id: string): JobLifecycle {
    const history = histories.find(({ job }) => job.cid === id);
    if (history === undefined) throw new Error(`no history of ${id}`);
    return history;
  }
});
