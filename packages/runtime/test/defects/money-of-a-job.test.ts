import type { MemoryDisk, Storage } from "@icn-mesh/core";
import { sampleBid, sampleReceipt } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { createBidPolicy } from "../../src/index.ts";
import { createSampleRunner, openInMemory } from "../../src/testing/index.ts";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, submit, trySubmit } from "../a-mesh.ts";

/** Asks so much for the second of a core that a job takes. */
const asking = (price: bigint) => {
  const rates = { perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n };
  return createBidPolicy({ rates: { ...rates, perCpuCoreHour: price * 3600n } });
};

describe("an executor", () => {
  it("defect 6: is paid out of what the creator has held, and no more than it has asked for", async () => {
    const mesh = await aMesh({ node: (index) => ({ bids: asking(index === 1 ? 51n : 7n) }) });
    const job = await submit(mesh, { cost: 50n });
    await settled(mesh);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    expect([0, 1, 2].map((index) => freeOf(mesh, index))).toEqual([993n, 1000n, 1007n]);
    await mesh.stop();
  });

  it("defect 10: gains in reputation by being paid, once, whatever it says to have used", async () => {
    const usage = { fuel: 2 ** 50, wallMs: 2 ** 50, peakMemoryBytes: 2 ** 50, outputBytes: 2 ** 50 };
    const { kinds } = createSampleRunner();
    const outcome = { type: "ok", result: new Uint8Array(0), outputs: new Map() } as const;
    const runner = { kinds, run: async () => ({ outcome, usage }) };
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner, bids: asking(7n) }) });
    for (let number = 0; number < 3; number++) await submit(mesh);
    await settled(mesh);
    const { context } = nodeAt(mesh, 0);
    const executor = nodeAt(mesh, 1).did;
    const price = freeOf(mesh, 1) - 1000n;
    expect([context.reputation(executor), price]).toEqual([0, 21n]); // it counts from the next epoch on
    await mesh.advance(3_600_000);
    expect([context.reputation(executor), context.reputation(context.did)]).toEqual([1, 0]);
    await mesh.stop();
  });
});

describe("a creator", () => {
  it.each([
    { what: "nobody hears of the job", isCut: () => true },
    { what: "no bid comes back", isCut: (isBack: boolean) => isBack },
  ])("defect 8: has everything back where $what", async ({ isCut }) => {
    const mesh = await aMesh({ nodes: 2 });
    const [manager, executor] = mesh.nodes.map(({ did }) => did);
    mesh.network.separate((from, to) => {
      const isBack = from === executor && to === manager;
      return (isBack || (from === manager && to === executor)) && isCut(isBack);
    });
    const job = await submit(mesh);
    await mesh.until(() => nodeAt(mesh, 0).context.manager.open === 0, 7_200_000);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Failed no-bids", "refunded"]);
    expect(freeOf(mesh, 0)).toBe(1000n);
    mesh.network.heal();
    await mesh.stop();
  });

  it("defect 8: has everything back where whoever won does not take the job, or another reports it", async () => {
    const mesh = await aMesh({ node: () => ({ runs: false }) });
    const { context } = nodeAt(mesh, 0);
    const [, one, two] = mesh.nodes.map(({ signer }) => signer);
    const options = { retry: { maxRounds: 1 } };
    const job = await submit(mesh, { options });
    const { net } = mesh.federation;
    const bid = await sampleBid(net, job, { by: one!, changes: { price: 7n, failPrice: 0n, needMs: 1000 } });
    context.manager.inbox.bid({ type: "BidSubmission", bid }, one!.did);
    const forged = await sampleReceipt({ cid: bid.cid, net }, two!);
    expect(await context.anchorReceipt(forged)).toMatchObject({ answer: "unknown" });
    await settled(mesh, 3_600_000);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual([
      "Failed not-accepted",
      "refunded",
    ]);
    expect(freeOf(mesh, 0)).toBe(1000n);
    await mesh.stop();
  });

  it("defect 12: cannot spend what it has twice, however many jobs it submits at once", async () => {
    const mesh = await aMesh({ nodes: 1 });
    const asked = [400n, 400n, 400n, 400n].map((cost) => trySubmit(mesh, { cost }));
    await mesh.advance(1000);
    const taken = (await Promise.all(asked)).map((each) => (each.ok ? "ok" : each.refusal.code));
    expect(taken.sort()).toEqual(["ECONOMICS_INSUFFICIENT", "ECONOMICS_INSUFFICIENT", "ok", "ok"]);
    expect(freeOf(mesh, 0)).toBe(200n);
    await settled(mesh, 3_600_000);
    expect(freeOf(mesh, 0)).toBe(1000n);
    await mesh.stop();
  });

  it("defect 13: has neither a job nor a hold where its store did not take them, and has them once it does", async () => {
    let isFull = false;
    const openStorage = (disk: MemoryDisk): Storage => {
      const storage = openInMemory(disk);
      const full = new Error("no space left on device");
      return { ...storage, commit: (input) => (isFull ? Promise.reject(full) : storage.commit(input)) };
    };
    const mesh = await aMesh({ nodes: 2, node: (index) => (index === 0 ? { openStorage } : {}) });
    isFull = true;
    await expect(trySubmit(mesh)).rejects.toThrow("no space left");
    expect([nodeAt(mesh, 0).context.manager.open, freeOf(mesh, 0)]).toEqual([0, 1000n]);
    expect(mesh.guard.ledger.totals("mana").held).toBe(0n);
    isFull = false;
    const job = await submit(mesh);
    await settled(mesh);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    await mesh.stop();
  });
});
