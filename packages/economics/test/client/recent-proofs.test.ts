import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { createHandClock } from "@icn-mesh/core/testing";
import { linkSlot, operationSlot, settlementSlot } from "@icn-mesh/economics";
import { createSampleEconomy, sampleReceipt } from "@icn-mesh/economics/testing";
import { expect, it } from "vitest";
import { embed, fund, holdFor, must, offerFor } from "../a-job.ts";

it("what a client shows of what it wrote lately is what is read from its store", async () => {
  const clock = createHandClock();
  const economy = await createSampleEconomy({ engine: nodeCryptoEngine(), clock });
  const creator = await economy.client(1);
  const executor = economy.signer(2);
  await fund(economy, creator);
  const { hold, job } = await holdFor(economy, creator, { expiresAt: clock.now() + 3_600_000 });
  const offer = await offerFor(economy, creator, { job, executor, claimBy: clock.now() + 600_000 });
  must(await creator.certifyAssignment(offer));
  const { cid, body } = offer.assignment;
  const receipt = await sampleReceipt({ cid, net: economy.federation.net }, executor);
  must(await creator.settle(cid, [embed(receipt)]));
  await creator.idle();

  const slots = [
    operationSlot(economy.federation.net, hold.account, hold.seq),
    linkSlot(body.hold, body.seq),
    settlementSlot(cid),
  ];
  const shown = await Promise.all(slots.map((slot) => creator.proof(slot)));
  const reopened = await economy.client(1);
  expect(reopened).not.toBe(creator);
  expect(shown.every((proof) => proof !== undefined)).toBe(true);
  expect(await Promise.all(slots.map((slot) => reopened.proof(slot)))).toEqual(shown);
});
