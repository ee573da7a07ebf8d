import { type Cid, type ExecutionReceipt, progressRecord, type Signer, signRecord } from "@icn-mesh/core";
import { sampleReceipt } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import type { SubmitOptions } from "../../src/index.ts";
import { type LocalMesh, sampleSpec } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";

/** With this, an attempt is given up while its executor might still be paid. */
const SPARED: SubmitOptions = { spare: 20n };

async function aRunningJob(limits = sampleSpec().limits, options: SubmitOptions = {}) {
  const guest = ledGuest();
  const mesh = await aMesh({ nodes: 2, node: () => ({ runner: guest.runner }) });
  const job = await submit(mesh, { spec: { limits }, options });
  await mesh.advance(100);
  const run = await guest.began;
  const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
  return { mesh, job, guest, run, assignment: lifecycle.assignment! };
}

function receiptBy(
  { mesh, cid }: { readonly mesh: LocalMesh; readonly cid: Cid },
  by: Signer,
  changes: Partial<ExecutionReceipt> = {},
) {
  const failed = { type: "failed", class: "trap", message: "" } as const;
  return sampleReceipt({ cid, net: mesh.federation.net }, by, {
    outcome: failed,
    ...changes,
  });
}

describe("a report about a job", () => {
  it("E7 wrong reporter, I-6, AC-084: is refused of anybody but the executor, and changes nothing", async () => {
    const { mesh, job, assignment, guest } = await aRunningJob();
    const { context } = nodeAt(mesh, 0);
    const before = JSON.stringify((await context.job(job))!.lifecycle.state);
    const stranger = await receiptBy({ mesh, cid: assignment.cid }, mesh.charter);
    expect(await context.anchorReceipt(stranger)).toEqual({ answer: "illegal", why: "wrong-signer" });
    const forged = {
      ...(await receiptBy({ mesh, cid: assignment.cid }, nodeAt(mesh, 1).signer)),
      sig: stranger.sig,
    };
    expect(await context.anchorReceipt(forged)).toEqual({ answer: "illegal", why: "bad-signature" });
    const lost = await receiptBy({ mesh, cid: stranger.cid }, nodeAt(mesh, 1).signer);
    expect(await context.anchorReceipt(lost)).toEqual({ answer: "unknown", why: null });
    expect(JSON.stringify((await context.job(job))!.lifecycle.state)).toBe(before);
    guest.end();
    await settled(mesh);
    expect(await statusOf(mesh, job)).toBe("Completed");
    await mesh.stop();
  });

  it("E7 duplicate report, defect 2, defect 15, X-2: counts once, however often and however close together it comes", async () => {
    const { mesh, job, assignment } = await aRunningJob();
    const { context } = nodeAt(mesh, 0);
    const receipt = await receiptBy({ mesh, cid: assignment.cid }, nodeAt(mesh, 1).signer);
    const answers = await Promise.all([1, 2, 3].map(() => context.anchorReceipt(receipt)));
    expect(answers.map(({ answer }) => answer)).toEqual(["applied", "duplicate", "duplicate"]);
    await mesh.advance(100);
    const other = await receiptBy({ mesh, cid: assignment.cid }, nodeAt(mesh, 1).signer, {
      finishedAt: 2000,
    });
    expect(await context.anchorReceipt(other)).toMatchObject({ answer: "stale", why: "job-ended" });
    await mesh.until(() => context.manager.open === 0);
    expect(await context.anchorReceipt(receipt)).toMatchObject({ answer: "stale", why: "job-ended" });
    expect(await statusOf(mesh, job)).toBe("Failed trap");
    await mesh.stop();
  });

  it("is stale once its job has ended and is settled, also after its manager was restarted", async () => {
    const { mesh, assignment } = await aRunningJob();
    const manager = nodeAt(mesh, 0);
    const receipt = await receiptBy({ mesh, cid: assignment.cid }, nodeAt(mesh, 1).signer);
    await manager.context.anchorReceipt(receipt);
    await mesh.until(() => manager.context.manager.open === 0);
    await manager.restart();
    expect(await manager.context.anchorReceipt(receipt)).toEqual({ answer: "stale", why: "job-ended" });
    await mesh.stop();
  });

  it("I-10: shows how the work goes, in the order of the executor's numbers", async () => {
    const { mesh, job, run, guest, assignment } = await aRunningJob();
    await run.onProgress?.({ stage: "one", percent: 1000, message: "begun" });
    await run.onPartialOutput?.({ outputId: "a", stage: "one", bytes: Uint8Array.of(1) });
    await run.onPartialOutput?.({ outputId: "b", stage: "one", bytes: Uint8Array.of(2) });
    await mesh.advance(100);
    const view = (await nodeAt(mesh, 0).context.job(job))!.lifecycle;
    expect(view.state.status).toBe("Executing");
    expect(view.progress.at(-1)?.body).toMatchObject({ stage: "one", percent: 1000, message: "begun" });
    expect(view.partialOutputs.map(({ body }) => body.outputId)).toEqual(["a", "b"]);
    const { context } = nodeAt(mesh, 0);
    const piece = await context.getPartialOutput(job, "b");
    if (!piece.ok) throw new Error(piece.why);
    for await (const bytes of piece.bytes) expect(bytes).toEqual(Uint8Array.of(2));
    expect(await context.getPartialOutput(job, "c")).toEqual({ ok: false, why: "no-such-output" });
    const foreign = await signRecord(
      progressRecord,
      { ...view.progress[0]!.body, by: mesh.charter.did, seq: 9_000_000 },
      mesh.charter,
    );
    expect(await context.manager.inbox.report(foreign)).toMatchObject({ answer: "illegal" });
    const old = await signRecord(
      progressRecord,
      { ...view.progress[0]!.body, seq: 0, percent: 1 },
      nodeAt(mesh, 1).signer,
    );
    expect(await context.manager.inbox.report(old)).toMatchObject({ why: "older-report" });
    expect(assignment.body.executor).toBe(nodeAt(mesh, 1).did);
    guest.end();
    await settled(mesh);
    await mesh.stop();
  });

  it("keeps a job alive that has nothing new to say, and its history short", async () => {
    const { mesh, job, guest } = await aRunningJob({ fuel: 1, wallMs: 30_000, outputBytes: 100 });
    await mesh.advance(65_000);
    const view = (await nodeAt(mesh, 0).context.job(job))!.lifecycle;
    expect([view.state.status, view.progress.length]).toEqual(["Executing", 1]);
    guest.end();
    await settled(mesh);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    await mesh.stop();
  });

  it("X-3: of an attempt that was given up is stale, and does not bring it back", async () => {
    const { mesh, job, assignment } = await aRunningJob(undefined, SPARED);
    const { did, signer } = nodeAt(mesh, 1);
    mesh.network.separate((from, to) => from === did || to === did);
    await mesh.advance(31_000);
    expect(await statusOf(mesh, job)).toBe("BiddingOpen");
    mesh.network.heal();
    const late = await receiptBy({ mesh, cid: assignment.cid }, signer);
    const answer = await nodeAt(mesh, 0).context.anchorReceipt(late);
    expect(answer).toEqual({ answer: "stale", why: "older-attempt" });
    await mesh.stop();
  });
});

describe("a result", () => {
  it("E7 negative verdict: is not believed where its outputs cannot be had", async () => {
    const { mesh, job, assignment } = await aRunningJob(undefined, SPARED);
    const { signer, did } = nodeAt(mesh, 1);
    mesh.network.separate((from, to) => from === did || to === did);
    const outcome = { type: "ok", result: UNSERVED, outputs: {} } as const;
    const claim = await receiptBy({ mesh, cid: assignment.cid }, signer, { outcome });
    expect(await nodeAt(mesh, 0).context.anchorReceipt(claim)).toMatchObject({ answer: "applied" });
    await mesh.advance(31_000);
    const view = (await nodeAt(mesh, 0).context.job(job))!.lifecycle;
    expect(view.state).toMatchObject({ tried: [{ executor: did, reason: "invalid-receipt" }] });
    mesh.network.heal();
    await mesh.stop();
  });
});

const UNSERVED =
  "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy" as ExecutionReceipt["assignment"];

describe("a submitter that vanishes", () => {
  it("does not keep the executor from being paid, exactly once", async () => {
    const { mesh, job, guest } = await aRunningJob();
    const { did } = nodeAt(mesh, 0);
    mesh.network.separate((from, to) => from === did || to === did);
    guest.end();
    await mesh.until(() => freeOf(mesh, 1) === 1001n, 3_600_000);
    mesh.network.heal();
    await settled(mesh, 3_600_000);
    expect(await moneyOf(mesh, job)).toBe("paid");
    expect(freeOf(mesh, 1)).toBe(1001n);
    expect(await statusOf(mesh, job)).toBe("Completed");
    expect(mesh.guard.ledger.totals("mana")).toMatchObject({ held: 0n, credits: 0n });
    await mesh.stop();
  });
});

describe("a job that is cancelled", () => {
  it("E7 requester cancels, I-11: is over at once while nobody has it, and all of its mana returns", async () => {
    const mesh = await aMesh({ nodes: 1 });
    const job = await submit(mesh);
    const { context } = nodeAt(mesh, 0);
    expect(await context.cancel(job, "changed my mind")).toMatchObject({ answer: "applied" });
    await settled(mesh);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Cancelled", "refunded"]);
    expect(freeOf(mesh, 0)).toBe(1000n);
    await mesh.stop();
  });

  it("stops its executor, which gives the attempt back, and nothing is paid", async () => {
    const { mesh, job, guest } = await aRunningJob();
    const { context } = nodeAt(mesh, 0);
    expect(await context.cancel(job, "changed my mind")).toMatchObject({ answer: "applied" });
    await settled(mesh);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Cancelled", "refunded"]);
    expect(nodeAt(mesh, 1).runtime.executor?.running).toBe(0);
    expect([guest.runs, freeOf(mesh, 0), freeOf(mesh, 1)]).toEqual([1, 1000n, 1000n]);
    await mesh.stop();
  });
});
