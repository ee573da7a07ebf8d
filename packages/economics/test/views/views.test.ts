import { createMemoryStorage } from "@icn-mesh/core";
import { audit, balanceOf, historyOf, type MoneyFact, operationSlot, readProof } from "@icn-mesh/economics";
import { copyDisk } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { embed, must } from "../a-job.ts";
import { assign, openWorld, receiptFor, type World } from "../guard/world.ts";

async function finished(guards: number): Promise<World> {
  const world = await openWorld({ guards });
  const assignment = await assign(world);
  must(await world.creator.settle(assignment.cid, [embed(await receiptFor(world, assignment))]));
  must(await world.creator.close(world.held.hold, world.held.job.bytes));
  await world.creator.idle();
  return world;
}

/** The facts that a client can prove, of the slots given. */
async function factsOf({ creator, economy }: World, slots: readonly string[]): Promise<readonly MoneyFact[]> {
  const proofs = await Promise.all(slots.map((slot) => creator.proof(slot)));
  return proofs.flatMap((proof) => {
    const read = proof && readProof(economy.federation, proof, economy.verifier);
    return read?.ok ? [read.value.fact] : [];
  });
}

describe("a balance", () => {
  it("says what is free, held and due", async () => {
    const { creator } = await openWorld();
    expect(balanceOf(creator.ledger, creator.account, "mana")).toEqual({
      grant: 0n,
      earned: 900n,
      free: 900n,
      held: 100n,
      due: 0n,
    });
  });

  it("of a stranger is nothing", async () => {
    const { creator, stranger } = await openWorld();
    expect(balanceOf(creator.ledger, stranger.did, "mana")).toEqual({
      grant: 0n,
      earned: 0n,
      free: 0n,
      held: 0n,
      due: 0n,
    });
  });
});

describe("the history of an account", () => {
  it("gives a reason for each change, and adds up to the balance", async () => {
    const world = await finished(1);
    const { creator, economy } = world;
    const { net } = economy.federation;
    const own = [0, 1, 2].map((seq) => operationSlot(net, creator.account, seq));
    const consumed = [...(creator.ledger.account(creator.account)?.consumed ?? [])].map((key) =>
      key.replace(/#\d+$/, ""),
    );
    const links = [0, 1].map((link) => `icn/link ${creator.account}:1:0 ${link}`);
    const settled = [...world.economy.guards[0]!.disk.refs.entries({ limit: 99 })].flatMap(
      ([name]) => /icn\/settle \S+/.exec(name) ?? [],
    );
    const moves = historyOf(
      economy.federation,
      await factsOf(world, [...own, ...consumed, ...links, ...settled]),
      creator.account,
    );
    expect(moves.map(({ reason, earned }) => [reason, earned])).toEqual([
      ["deposit", 1000n],
      ["hold", -100n],
      ["rest", 20n],
    ]);
    expect(moves.reduce((sum, { earned }) => sum + earned, 0n)).toBe(
      balanceOf(creator.ledger, creator.account, "mana").earned,
    );
  });
});

describe("an audit", () => {
  it("finds a certificate whose votes were not given, and says which slot it fills", async () => {
    const { economy } = await finished(4);
    const { federation, verifier, guards } = economy;
    const disk = copyDisk(guards[0]!.disk);
    const [name, cid] =
      [...disk.refs.entries({ limit: 999 })].find(([ref]) => ref.includes("/cert/icn/op")) ?? [];
    const entry = disk.blocks.get(cid!)!;
    // The signatures of the votes are the only long runs without structure: one flipped bit in the last of them.
    const at = entry.length - 80;
    disk.blocks.set(
      cid!,
      entry.map((byte, index) => (index === at ? byte ^ 1 : byte)),
    );
    const report = await audit({ federation, verifier, storage: createMemoryStorage({ disk }) });
    expect(report.findings).toContainEqual(expect.objectContaining({ invariant: "signature", slot: name }));
  });
});
