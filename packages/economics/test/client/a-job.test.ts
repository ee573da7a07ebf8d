import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { createHandClock } from "@icn-mesh/core/testing";
import { createSampleEconomy, sampleReceipt } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { balanceOf, embed, fund, holdFor, must, offerFor } from "../a-job.ts";

const MINUTE = 60_000;

describe.each([
  { guards: 1, quorum: 1 },
  { guards: 4, quorum: 3 },
])("with $quorum of $guards guards, a job", ({ guards, quorum }) => {
  it("is held for, assigned, paid at once when the manager shows the receipt, and closed", async () => {
    const clock = createHandClock();
    const economy = await createSampleEconomy({ engine: nodeCryptoEngine(), clock, guards, quorum });
    const creator = await economy.client(1);
    const executor = economy.signer(2);
    await fund(economy, creator);
    const { hold, job } = await holdFor(economy, creator, { expiresAt: clock.now() + 60 * MINUTE });
    expect(balanceOf(creator)).toBe("0+900");

    const offer = await offerFor(economy, creator, { job, executor, claimBy: clock.now() + 10 * MINUTE });
    must(await creator.certifyAssignment(offer));
    const receipt = await sampleReceipt({ cid: offer.assignment.cid, net: economy.federation.net }, executor);
    const settled = must(await creator.settle(offer.assignment.cid, [embed(receipt)]));
    must(await creator.close(hold, job.bytes));
    await creator.idle();

    expect(balanceOf(creator)).toBe("0+920");
    const worker = await economy.client(2);
    must(await worker.learn(settled.proof));
    await worker.idle();
    expect(balanceOf(worker)).toBe("0+80");
    for (const guard of economy.guards) {
      expect(guard.current.ledger.totals("mana")).toMatchObject({ minted: 1000n, held: 0n });
    }
  });
});
