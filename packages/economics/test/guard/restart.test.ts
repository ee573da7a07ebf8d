import { createMemoryStorage } from "@icn-mesh/core";
import { audit, operationSlot } from "@icn-mesh/economics";
import { copyDisk, sampleRelease } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { embed, must } from "../a-job.ts";
import { assign, openWorld, operation, receiptFor, totals, type World, wordsOf } from "./world.ts";

async function finish(world: World): Promise<void> {
  const assignment = await assign(world);
  must(await world.creator.settle(assignment.cid, [embed(await receiptFor(world, assignment))]));
  must(await world.creator.close(world.held.hold, world.held.job.bytes));
  await world.creator.idle();
}

describe.each([1, 4])("one of %d guards", (guards) => {
  it("comes back from a restart with the ledger that it had", async () => {
    const world = await openWorld({ guards });
    await finish(world);
    const before = totals(world);
    for (const guard of world.economy.guards) await guard.restart();
    expect(totals(world)).toBe(before);
  });

  it("comes back with a second assignment that uses what the first gave back", async () => {
    const world = await openWorld({ guards });
    const { creator, economy, executor } = world;
    const given = await assign(world);
    const release = await sampleRelease({ cid: given.cid, net: economy.federation.net }, executor);
    must(await creator.settle(given.cid, [embed(release)]));
    const { cid } = await assign(world);
    must(await creator.settle(cid, [embed(await receiptFor(world, { cid }))]));
    const before = totals(world);
    for (const guard of economy.guards) await guard.restart();
    expect(totals(world)).toBe(before);
  });

  it("passes an audit of its store after a whole job", async () => {
    const world = await openWorld({ guards });
    await finish(world);
    const { federation, verifier } = world.economy;
    for (const { disk } of world.economy.guards) {
      const report = await audit({
        federation,
        verifier,
        storage: createMemoryStorage({ disk: copyDisk(disk) }),
      });
      expect(report.findings).toEqual([]);
      expect(report.facts).toBeGreaterThan(3);
    }
  });
});

describe("a guard whose directory was rewound", () => {
  it("learns from its peers that it has forgotten votes, and does not vote again", async () => {
    const world = await openWorld({ guards: 4 });
    const [first] = world.economy.guards;
    const old = copyDisk(first!.disk);
    await finish(world);
    const rewound = await first!.restart(old);
    const transfer = { type: "transfer", to: world.executor.did, unit: "mana", amount: 1n } as const;
    const ask = await operation(
      { ...world, economy: { ...world.economy, guards: world.economy.guards.slice(1) } },
      world.creatorKey,
      { do: [transfer] },
    );
    expect(wordsOf([await rewound.ask({ ask, proofs: [] }, world.creator.account)])).not.toContain("vote");
    const stale = await operation(world, world.creatorKey, { do: [transfer] });
    expect(wordsOf([await rewound.ask({ ask: stale, proofs: [] }, world.creator.account)])).toEqual([
      "ECONOMICS_GUARD_REWOUND",
    ]);
  });

  it("is found out by the first certificate of its own that anybody shows, where it is the only one", async () => {
    const world = await openWorld();
    const [guard] = world.economy.guards;
    const old = copyDisk(guard!.disk);
    await finish(world);
    const rewound = await guard!.restart(old);
    const slot = operationSlot(world.economy.federation.net, world.creator.account, 2);
    const proof = await world.creator.proof(slot);
    await rewound.ask({ ask: { type: "learn" }, proofs: [proof!] }, world.executor.did);
    const ask = await operation(world, world.creatorKey, {
      do: [{ type: "burn", unit: "mana", amount: 1n }],
    });
    expect(wordsOf([await rewound.ask({ ask, proofs: [] }, world.creator.account)])).toEqual([
      "ECONOMICS_GUARD_REWOUND",
    ]);
  });
});
