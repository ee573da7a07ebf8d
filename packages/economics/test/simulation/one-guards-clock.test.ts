import { type GuardAsk, linkSlot, operationSlot, type Proof, settlementSlot } from "@icn-mesh/economics";
import { expect, it } from "vitest";
import { embed } from "../a-job.ts";
import { assign, MINUTE, openWorld, receiptFor, type World, wordsOf } from "../guard/world.ts";

// The simulation meets this too rarely to be relied on: no cut parts just these guards for just this long in most seeds.
it("a refund that one guard has voted for is not resolved while others have the receipt from before its time", async () => {
  const world = await openWorld({
    guards: 4,
    changes: { contested: "resolver", graceMs: 10 * MINUTE, marginMs: MINUTE },
  });
  const { clock, economy, creator, executor } = world;
  const { cid } = await assign(world);
  const proofs = await chainOf(world);
  const shown = [embed(await receiptFor(world, { cid }))];
  await clock.advance(9 * MINUTE);
  const [cutOff, ...others] = economy.guards;
  for (const { current } of others) {
    const reply = await current.ask(
      { ask: { type: "settle", assignment: cid, shown }, proofs },
      executor.did,
    );
    expect(reply).toMatchObject({ refusal: { code: "ECONOMICS_NOT_YET", because: "grace" } });
  }
  await clock.advance(3 * MINUTE);
  const refund = { type: "settle", assignment: cid, shown: [] } satisfies GuardAsk;
  const voted = await cutOff?.current.ask({ ask: refund, proofs }, creator.account);
  if (voted?.type !== "vote") throw new Error("the guard that knows of no receipt does not vote");
  expect(voted.ballot.outcome).toMatchObject({ type: "lapse" });

  const votes = [{ ...voted.ballot.vote, outcome: voted.ballot.outcome }];
  const ask = { type: "resolve", slot: settlementSlot(cid), votes } satisfies GuardAsk;
  const replies = await economy.askAll(ask, creator.account);

  expect(wordsOf(replies)).toEqual(Array(4).fill("ECONOMICS_NOT_CONTESTED"));
});

async function chainOf({ creator, economy, held }: World): Promise<Proof[]> {
  const slots = [0, 1].map((seq) => operationSlot(economy.federation.net, creator.account, seq));
  const proofs = await Promise.all([...slots, linkSlot(held.hold, 0)].map((slot) => creator.proof(slot)));
  return proofs.filter((proof) => proof !== undefined);
}
