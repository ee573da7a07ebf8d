import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Action, type Deposit, type Did, depositRecord, jobRecord, signRecord } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import { openStorage } from "@icn-mesh/dag";
import { sampleReceipt } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import { runtimeProjections } from "../../src/index.ts";
import { type LocalMesh, sampleSpec } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, submit, trySubmit } from "../a-mesh.ts";
import { inTime } from "./in-time.ts";

const perform = (mesh: LocalMesh, action: Action, by = 0) =>
  inTime(mesh, nodeAt(mesh, by).context.accounts.own.perform({ action }));

const pay = (to: Did, amount: bigint): Action => ({ type: "transfer", to, unit: "mana", amount });

const statusesOf = async (mesh: LocalMesh) =>
  (await nodeAt(mesh, 0).context.jobs()).jobs.map(({ status }) => status);

/** A job whose only executor is out of reach from the moment that it begins, until it is given up. */
async function anUnheardJob() {
  const guest = ledGuest();
  const mesh = await aMesh({ nodes: 2, node: () => ({ runner: guest.runner }) });
  const options = { maxExecutionMs: 60_000, retry: { maxAttempts: 1, maxRounds: 1 } };
  const job = await submit(mesh, { options });
  await mesh.advance(100);
  await guest.began;
  const { did } = nodeAt(mesh, 1);
  mesh.network.separate((from, to) => from === did || to === did);
  await mesh.until(async () => (await moneyOf(mesh, job)) === "refunded", 3_600_000);
  return { mesh, job, guest };
}

describe("what an account may do", () => {
  it("AC-054: costs a job at least what the constitution says", async () => {
    const mesh = await aMesh({ nodes: 1, constitution: { minBudget: 7n } });
    await submit(mesh, { cost: 1n });
    expect(freeOf(mesh, 0)).toBe(993n);
    await mesh.stop();
  });

  it("AC-054, I-1: costs a job less by the reputation of who submits it", async () => {
    const mint = { rate: 10n, cap: 1000n, epochMs: 60_000 };
    const mesh = await aMesh({ nodes: 2, constitution: { mint } });
    await submit(mesh);
    await settled(mesh);
    await mesh.advance(600_000);
    const { context, did } = nodeAt(mesh, 1);
    await mesh.until(() => context.reputation(did) === 1);
    const priceOf = async (by: number, cost: bigint) => {
      const estimate = await nodeAt(mesh, by).context.estimate(null, sampleSpec(), cost);
      return estimate.ok ? estimate.hold : estimate.refusal.code;
    };
    expect([await priceOf(0, 101n), await priceOf(1, 101n)]).toEqual([101n, 100n]);
    const job = await submit(mesh, { by: 1, cost: 202n });
    expect((await context.job(job))!.lifecycle.job.body).toMatchObject({ by: did, budget: 200n });
    await settled(mesh);
    await mesh.stop();
  });

  it("AC-055: is not to spend nothing, more than it has, or for nobody", async () => {
    const mesh = await aMesh();
    const to = nodeAt(mesh, 1).did;
    expect(await perform(mesh, pay(to, 0n))).toMatchObject({ refusal: { code: "ECONOMICS_BAD_AMOUNT" } });
    await expect(perform(mesh, pay("did:key:nobody" as Did, 1n))).rejects.toThrow();
    const short = await perform(mesh, pay(to, 1001n));
    expect(short).toMatchObject({ ok: false, refusal: { code: "ECONOMICS_INSUFFICIENT", short: 1n } });
    expect([freeOf(mesh, 0), freeOf(mesh, 1)]).toEqual([1000n, 1000n]);
    expect(await perform(mesh, pay(to, 400n))).toMatchObject({ ok: true });
    expect(freeOf(mesh, 0)).toBe(600n);
    await mesh.stop();
  });

  it("AC-056: is credited by the charter alone", async () => {
    const mesh = await aMesh();
    const { signer, did } = nodeAt(mesh, 0);
    const head = { t: "icn/deposit/1", net: mesh.federation.net, via: null, unit: "mana" } as const;
    const body: Deposit = {
      ...head,
      by: did,
      account: did,
      amount: 5n,
      nonce: new Uint8Array(8),
      reason: "mine",
    };
    const own = await signRecord(depositRecord, body, signer);
    const bytes = depositRecord.codec.encode({ ...body, by: mesh.charter.did });
    const forged = { body: bytes, sig: await signer.sign(bytes) };
    const minted = mesh.guard.ledger.totals("mana").minted;
    for (const deposit of [{ body: own.bytes, sig: own.sig }, forged]) {
      const reply = await mesh.guard.ask({ ask: { type: "deposit", deposit }, proofs: [] }, did);
      expect(reply.type).toBe("refused");
    }
    expect(mesh.guard.ledger.totals("mana").minted).toBe(minted);
    await mesh.stop();
  });

  it("AC-064: is never overdrawn, however many spend at once", async () => {
    const mesh = await aMesh({ nodes: 1 });
    const submitting = Array.from({ length: 20 }, () => trySubmit(mesh, { cost: 90n }));
    const results = await inTime(mesh, Promise.all(submitting));
    const refused = results.flatMap((result) => (result.ok ? [] : [result.refusal.code]));
    expect(refused).toEqual(Array.from({ length: 9 }, () => "ECONOMICS_INSUFFICIENT"));
    expect(nodeAt(mesh, 0).context.balance()).toMatchObject({ free: 10n, held: 990n });
    await mesh.stop();
  });

  it("AC-065: grows again with every epoch, up to the cap, and further where that is higher", async () => {
    const growth = async (cap: bigint) => {
      const mint = { rate: 300n, cap, epochMs: 60_000 };
      const mesh = await aMesh({ nodes: 1, constitution: { mint }, funds: 1n });
      const seen = [];
      for (let epoch = 0; epoch < 4; epoch++) {
        await inTime(mesh, nodeAt(mesh, 0).context.accounts.own.regenerate());
        await inTime(mesh, nodeAt(mesh, 0).context.accounts.own.regenerate());
        seen.push(freeOf(mesh, 0) - 1n);
        await mesh.advance(60_000);
      }
      await mesh.stop();
      return seen;
    };
    expect(await growth(700n)).toEqual([300n, 600n, 700n, 700n]);
    expect(await growth(1000n)).toEqual([300n, 600n, 900n, 1000n]);
  });
});

describe("what is held for a job", () => {
  it("AC-059, X-7: returns where no receipt comes in time", async () => {
    const { mesh, job } = await anUnheardJob();
    expect(await statusOf(mesh, job)).toBe("Failed lost");
    expect(freeOf(mesh, 0)).toBe(1000n);
    mesh.network.heal();
    await mesh.stop();
  });

  it("AC-061: is not paid for a receipt that comes after it has returned", async () => {
    const { mesh, job, guest } = await anUnheardJob();
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    const { cid } = lifecycle.assignments[0]!;
    mesh.network.heal();
    guest.end();
    const receipt = await sampleReceipt({ cid, net: mesh.federation.net }, nodeAt(mesh, 1).signer);
    const { context } = nodeAt(mesh, 0);
    expect(await context.anchorReceipt(receipt)).toMatchObject({ answer: "stale" });
    await settled(mesh, 7_200_000);
    const shown = [{ body: receipt.bytes, sig: receipt.sig }];
    const claimed = await inTime(mesh, nodeAt(mesh, 1).context.accounts.own.settle(cid, shown));
    const fact = claimed.ok ? claimed.value.certified.fact : undefined;
    expect(fact).toMatchObject({ settlement: { type: "lapse" } });
    expect([freeOf(mesh, 0), freeOf(mesh, 1)]).toEqual([1000n, 1000n]);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Failed lost", "refunded"]);
    await mesh.stop();
  });

  it("AC-061: is settled once, and what is left of it returns", async () => {
    const mesh = await aMesh({ nodes: 2 });
    const jobs = [await submit(mesh, { cost: 100n }), await submit(mesh, { cost: 50n })];
    await settled(mesh);
    const { credits, held, balances, burned, minted } = mesh.guard.ledger.totals("mana");
    expect([held, credits, balances + burned]).toEqual([0n, 0n, minted]);
    for (const job of jobs) expect(await moneyOf(mesh, job)).toBe("paid");
    const views = await Promise.all(jobs.map((job) => nodeAt(mesh, 0).context.job(job)));
    const prices = views.map((view) => view!.lifecycle.assignment!.body.price);
    expect(freeOf(mesh, 0)).toBe(1000n - prices[0]! - prices[1]!);
    await mesh.stop();
  });

  it("AC-068: returns to whoever held it, whoever closes it or names it", async () => {
    const mesh = await aMesh({ node: () => ({ runs: false }) });
    const job = await submit(mesh);
    const { body } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle.job;
    const stranger = nodeAt(mesh, 1).context.accounts.own;
    const closing = stranger.close(body.hold, jobRecord.codec.encode(body));
    expect(await inTime(mesh, closing)).toMatchObject({ ok: false });
    expect(freeOf(mesh, 0)).toBe(900n);
    await nodeAt(mesh, 0).context.cancel(job, "changed my mind");
    await settled(mesh);
    expect(mesh.nodes.map((_, index) => freeOf(mesh, index))).toEqual([1000n, 1000n, 1000n]);
    await mesh.stop();
  });
});

describe("the ledger of a node", () => {
  it.each(["file", "sqlite"])(
    "AC-062, AC-092: is what it was when the node starts again on %s, and so are its jobs",
    async (engine) => {
      const root = await mkdtemp(join(tmpdir(), "icn-mesh-ledger-"));
      const openOn = (index: number) => (): ReturnType<typeof openStorage> => {
        const { href } = pathToFileURL(join(root, `${engine}-${index}`));
        return openStorage(href.replace("file:", `${engine}:`), { projections: runtimeProjections });
      };
      // Disks take time of their own, which a clock moved by hand would not let pass.
      const mesh = await aMesh({ clock: systemClock, node: (index) => ({ openStorage: openOn(index) }) });
      await submit(mesh);
      await settled(mesh);
      await perform(mesh, pay(nodeAt(mesh, 1).did, 100n));
      const before = mesh.nodes.map(({ context }) => context.balance());
      for (const node of mesh.nodes) await node.restart();
      expect(mesh.nodes.map(({ context }) => context.balance())).toEqual(before);
      expect(await statusesOf(mesh)).toEqual(["Completed"]);
      await mesh.stop();
      await rm(root, { recursive: true });
    },
  );

  it("AC-063: comes to the same balances when every certified fact is read again", async () => {
    const mesh = await aMesh();
    for (const cost of [100n, 10n]) await submit(mesh, { cost });
    await settled(mesh);
    await perform(mesh, pay(nodeAt(mesh, 2).did, 33n));
    const before = mesh.nodes.map(({ context }) => context.balance());
    for (const node of mesh.nodes) await node.restart();
    expect(mesh.nodes.map(({ context }) => context.balance())).toEqual(before);
    await mesh.stop(); // which audits the guard, and reads every ledger afresh
  });
});
