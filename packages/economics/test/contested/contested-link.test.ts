import { closeRecord, signRecord } from "@icn-mesh/core";
import { type GuardAsk, linkSlot, operationSlot, type Proof } from "@icn-mesh/economics";
import { describe, expect, it } from "vitest";
import { embed, must, offerFor } from "../a-job.ts";
import { MINUTE, openWorld, receiptFor, type World } from "../guard/world.ts";

/** Half of the guards have voted for an assignment, half for the end of its hold. */
async function contest(world: World) {
  const { economy, creator, creatorKey, executor, held, clock } = world;
  const claimBy = clock.now() + 10 * MINUTE;
  const offer = await offerFor(economy, creator, { job: held.job, executor, claimBy });
  const close = await signRecord(
    closeRecord,
    {
      t: "icn/close/1",
      net: economy.federation.net,
      by: creator.account,
      via: null,
      hold: held.hold,
      seq: 0,
      prev: null,
    },
    creatorKey,
  );
  const asks: readonly GuardAsk[] = [
    { ...offer, type: "assign", assignment: embed(offer.assignment), members: [] },
    { type: "close", close: embed(close), job: held.job.bytes },
  ];
  const proofs = await chainOf(world);
  for (const [index, { current }] of economy.guards.entries()) {
    const reply = await current.ask({ ask: asks[index < 2 ? 0 : 1]!, proofs }, creator.account);
    expect(reply.type).toBe("vote");
  }
  return offer;
}

async function chainOf({ creator, economy }: World): Promise<Proof[]> {
  const slots = [0, 1].map((seq) => operationSlot(economy.federation.net, creator.account, seq));
  const proofs = await Promise.all(slots.map((slot) => creator.proof(slot)));
  return proofs.filter((proof) => proof !== undefined);
}

/** Has the first guard settle the slot of the link; undefined if it was settled for the close. */
async function resolve({ economy, creator, held }: World): Promise<Proof | undefined> {
  const ask = { type: "resolve", slot: linkSlot(held.hold, 0), votes: [] } satisfies GuardAsk;
  const reply = await economy.guards[3]!.current.ask({ ask, proofs: [] }, creator.account);
  if (reply.type !== "certified") throw new Error(`not resolved: ${reply.type}`);
  return reply.proof.body === null ? undefined : reply.proof;
}

/** A contested link that the resolver has given to the assignment: which one it is follows from the words for the outcomes. */
async function openResolved() {
  for (let attempt = 1; attempt <= 20; attempt++) {
    const world = await openWorld({ guards: 4, changes: { contested: "resolver", graceMs: 1000 + attempt } });
    const offer = await contest(world);
    const proof = await resolve(world);
    if (proof !== undefined) return { world, offer, proof };
  }
  throw new Error("the close has won twenty times");
}

describe("an assignment that was certified by the resolver", () => {
  it("comes with its terms, even from a guard that was never shown them", async () => {
    const { proof, offer } = await openResolved();
    expect(proof.terms).toEqual({ job: offer.job, bid: offer.bid });
  });

  it("can be settled by guards that learnt of it without its terms, once they are shown them", async () => {
    const { world, proof, offer } = await openResolved();
    const { economy, creator } = world;
    const bare: Proof = { ...proof, terms: null };
    const own = await chainOf(world);
    for (const { current, disk } of economy.guards.slice(2)) {
      disk.blocks.delete(offer.assignment.body.bid);
      await current.ask({ ask: { type: "learn" }, proofs: [...own, bare] }, creator.account);
    }
    must(await creator.learn(proof));
    const { cid } = offer.assignment;
    must(await creator.settle(cid, [embed(await receiptFor(world, { cid }))]));
  });
});

describe("an assignment whose link is contested", () => {
  it("waits for the charter where that decides", async () => {
    const world = await openWorld({ guards: 4, changes: { contested: "charter" } });
    const offer = await contest(world);
    expect(await world.creator.certifyAssignment(offer)).toMatchObject({
      ok: false,
      refusal: { code: "ECONOMICS_CONTESTED", slot: linkSlot(world.held.hold, 0) },
    });
  });

  it("gets no vote of the first ballot from a guard that has promised a later one", async () => {
    const world = await openWorld({ guards: 4, changes: { contested: "resolver" } });
    const { economy, creator, held, executor, clock } = world;
    const slot = linkSlot(held.hold, 0);
    const [first, second] = economy.guards;
    const proofs = await chainOf(world);
    const prepare = { ask: { type: "prepare", slot, ballot: 5 }, proofs } as const;
    const promised = await first!.current.ask({ ...prepare, proofs: [...proofs] }, second!.signer.did);
    expect(promised).toEqual({ type: "promise", voted: null });
    const claimBy = clock.now() + 10 * MINUTE;
    const offer = await offerFor(economy, creator, { job: held.job, executor, claimBy });
    const ask: GuardAsk = { ...offer, type: "assign", assignment: embed(offer.assignment), members: [] };
    expect(await first!.current.ask({ ask, proofs: [] }, creator.account)).toEqual({
      type: "refused",
      refusal: { code: "ECONOMICS_PROMISED", ballot: 5 },
    });
    const asStranger = await first!.current.ask({ ...prepare, proofs: [] }, creator.account);
    expect(asStranger).toMatchObject({ refusal: { code: "ECONOMICS_NOT_A_GUARD" } });
  });
});
