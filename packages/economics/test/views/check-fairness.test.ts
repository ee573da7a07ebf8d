import { createMemoryStorage } from "@icn-mesh/core";
import { audit, linkSlot } from "@icn-mesh/economics";
import { copyDisk, sampleResult } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { embed, must } from "../a-job.ts";
import { assign, MINUTE, openWorld, receiptFor, type World } from "../guard/world.ts";

/** An assignment that lapses although its executor has shown a receipt to the first guard in time. */
async function lapse(world: World): Promise<void> {
  const { creator, clock, economy, executor, held } = world;
  const assignment = await assign(world);
  const shown = [embed(await receiptFor(world, assignment))];
  const [first] = economy.guards;
  const proofs = await Promise.all(
    [`icn/op ${creator.account} ${economy.federation.net} 1`, linkSlot(held.hold, 0)].map((slot) =>
      creator.proof(slot),
    ),
  );
  await first!.current.ask(
    {
      ask: { type: "settle", assignment: assignment.cid, shown },
      proofs: proofs.filter((proof) => proof !== undefined),
    },
    executor.did,
  );
  await clock.advance(20 * MINUTE);
  const settled = must(await creator.settle(assignment.cid, []));
  expect(settled.certified.certificate.outcome).toMatchObject({ type: "lapse" });
  await first!.current.ask({ ask: { type: "learn" }, proofs: [settled.proof] }, creator.account);
}

async function findingsOf({ economy: { federation, verifier, guards } }: World) {
  const disk = copyDisk(guards[0]!.disk);
  disk.blocks.set(sampleResult, Uint8Array.of(1, 2, 3));
  const { findings } = await audit({ federation, verifier, storage: createMemoryStorage({ disk }) });
  return findings;
}

describe("an assignment that lapsed although one guard was shown its result in time", () => {
  it("is no finding at that guard where the others outvoted it", async () => {
    const world = await openWorld({ guards: 4 });
    world.economy.guards[0]!.disk.blocks.set(sampleResult, Uint8Array.of(1, 2, 3));
    await lapse(world);
    expect(await findingsOf(world)).toEqual([]);
  });

  it("is a finding where that guard has voted for the lapse itself", async () => {
    const world = await openWorld();
    await lapse(world);
    expect(await findingsOf(world)).toEqual([expect.objectContaining({ invariant: "I-07" })]);
  });
});
