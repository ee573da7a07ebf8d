import { linkSlot, operationSlot, settlementSlot } from "@icn-mesh/economics";
import { sampleRelease, sampleResult } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { embed, must, offerFor } from "../a-job.ts";
import { assign, MINUTE, openWorld, receiptFor, type World } from "../guard/world.ts";

/** A client of the executor that knows of the job what an announcement tells: the operation that holds for it. */
async function announceTo({ economy, creator, held }: World) {
  const worker = await economy.client(2);
  const slot = operationSlot(economy.federation.net, creator.account, held.hold.seq);
  must(await worker.learn((await creator.proof(slot))!));
  return worker;
}

describe.each([1, 4])("with %d guards, closing a hold", (guards) => {
  it("is not granted where its executor had an assignment certified, which the account learns instead", async () => {
    const world = await openWorld({ guards });
    const { creator, economy, executor, held, clock } = world;
    const claimBy = clock.now() + 10 * MINUTE;
    const offer = await offerFor(economy, creator, { job: held.job, executor, claimBy });
    must(await (await announceTo(world)).certifyAssignment(offer));
    await clock.advance(10 * MINUTE + 1);
    expect(await creator.close(held.hold, held.job.bytes)).toEqual({
      ok: false,
      refusal: { code: "ECONOMICS_SLOT_TAKEN", slot: linkSlot(held.hold, 0), by: offer.assignment.cid },
    });
    expect(creator.ledger.hold(held.hold)).toMatchObject({ open: 1, closed: false });
    const proof = await creator.proof(linkSlot(held.hold, 0));
    expect(proof?.terms).toEqual({ job: offer.job, bid: offer.bid });
  });
});

describe.each([1, 4])("with %d guards, an executor that knows only the announcement", (guards) => {
  it("is paid for a later attempt, whose earlier links it was never shown, even after a restart", async () => {
    const world = await openWorld({ guards });
    const { creator, economy, executor, held, clock } = world;
    const given = await assign(world);
    const release = await sampleRelease({ cid: given.cid, net: economy.federation.net }, executor);
    must(await creator.settle(given.cid, [embed(release)]));
    const claimBy = clock.now() + 10 * MINUTE;
    const offer = await offerFor(economy, creator, { job: held.job, executor, claimBy });
    must(await creator.certifyAssignment(offer));
    const first = await announceTo(world);
    must(await first.certifyAssignment(offer));
    first.stop();

    const worker = await economy.client(2);
    const { cid } = offer.assignment;
    for (const { disk } of economy.guards) disk.blocks.set(sampleResult, Uint8Array.of(1, 2, 3));
    const asked = worker.settle(cid, [embed(await receiptFor(world, { cid }))]);
    await clock.advance(2 * MINUTE);
    const settled = must(await asked);
    expect(settled.certified.certificate).toMatchObject({
      slot: settlementSlot(cid),
      outcome: { type: "pay" },
    });
    await worker.idle();
    expect(worker.ledger.account(executor.did)?.balances.get("mana")?.earned).toBe(80n);
  });
});

describe.each([1, 4])("with %d guards, an executor that accepted and heard no more", (guards) => {
  it("learns from guards that it is assigned, and can claim", async () => {
    const world = await openWorld({ guards });
    const { economy } = world;
    const worker = await announceTo(world);
    const slot = linkSlot(world.held.hold, 0);
    expect(await worker.recall(slot)).toEqual({ ok: false, refusal: { code: "ECONOMICS_BEHIND", slot } });
    const { cid } = await assign(world);
    expect(must(await worker.recall(slot)).certified.certificate.outcome).toBe(cid);
    for (const { disk } of economy.guards) disk.blocks.set(sampleResult, Uint8Array.of(1, 2, 3));
    const asked = worker.settle(cid, [embed(await receiptFor(world, { cid }))]);
    await world.clock.advance(2 * MINUTE);
    expect(must(await asked).certified.certificate.outcome).toMatchObject({ type: "pay" });
  });
});
