import { operationSlot } from "@icn-mesh/economics";
import { sampleResult } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { embed, must } from "../a-job.ts";
import { assign, MINUTE, openWorld, receiptFor } from "../guard/world.ts";

describe.each([1, 4])("with %d guards, both sides that ask at once", (guards) => {
  it("get the same certificate, because guards vote for what they computed and not for a proposal", async () => {
    const world = await openWorld({ guards });
    const { economy, creator, clock, held } = world;
    const assignment = await assign(world);
    const worker = await economy.client(2);
    for (const slot of [
      operationSlot(economy.federation.net, creator.account, held.hold.seq),
      `icn/link ${held.hold.account}:1:0 0`,
    ]) {
      const proof = await creator.proof(slot);
      must(await worker.learn(proof!));
    }
    for (const { disk } of economy.guards) disk.blocks.set(sampleResult, Uint8Array.of(1, 2, 3));
    const shown = [embed(await receiptFor(world, assignment))];
    const byExecutor = worker.settle(assignment.cid, shown);
    await clock.advance(2 * MINUTE);
    const byManager = creator.settle(assignment.cid, shown);
    await clock.advance(2 * MINUTE);
    const [one, other] = [must(await byExecutor), must(await byManager)];
    expect(one.certified.certificate.outcome).toEqual(other.certified.certificate.outcome);
    expect(one.certified.certificate.outcome).toMatchObject({ type: "pay", taken: 80n });
  });
});
