import {
  cidOf,
  claimOf,
  createVerifier,
  jobRecord,
  progressRecord,
  type Signed,
  signRecord,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { sampleReceipt } from "@icn-mesh/economics/testing";
import { currentProgress, currentStatus, isLongRunning, latestCheckpoint } from "@icn-mesh/mesh";
import type { FailureClass } from "@icn-mesh/sandbox";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBidPolicy } from "../../src/index.ts";
import { createSampleRunner, type LocalMesh, sampleSpec } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, submit, trySubmit } from "../a-mesh.ts";
import { inTime } from "./in-time.ts";

async function aRunningJob() {
  const guest = ledGuest();
  const mesh = await aMesh({ nodes: 2, node: () => ({ runner: guest.runner }) });
  const job = await submit(mesh);
  await mesh.advance(100);
  const options = await guest.began;
  const lifecycle = async () => (await nodeAt(mesh, 0).context.job(job))!.lifecycle;
  return { mesh, job, guest, options, lifecycle };
}

/** Asks 10 mana for a second of a core, and half of it where the guest fails. */
const bids = createBidPolicy({
  rates: { perCpuCoreHour: 36_000n, perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n },
  failPpm: 500_000,
});

describe("who may run a job", () => {
  it.each([
    ["lacks the capability", { requiredCapabilities: ["wings"] }],
    ["lacks the trust scope", { requiredTrustScope: "elsewhere" }],
    ["lacks the reputation", { minExecutorReputation: 1 }],
    ["lacks the room", { resources: { cpuCores: 64, memoryMb: 64, storageMb: 0 } }],
    ["lacks the federation", { allowedFederations: [cidOf(Uint8Array.of(0xa0)) as never] }],
  ])("I-3, X-8: nobody who %s, even if nobody else is there", async (_, spec) => {
    const mesh = await aMesh({ nodes: 2 });
    const job = await submit(mesh, { spec });
    await settled(mesh, 3_600_000);
    expect(await statusOf(mesh, job)).toMatch(/^Failed no-(bids|suitable-bid)$/);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    expect(lifecycle.assignments).toEqual([]);
    expect(freeOf(mesh, 0)).toBe(1000n);
    await mesh.stop();
  });

  it("I-5: whoever has the best bid, of which the history has the signed assignment", async () => {
    const cheap = createBidPolicy({ rates: { ...RATES, perCpuCoreHour: 3600n } });
    const mesh = await aMesh({ nodes: 4, node: (index) => ({ bids: index === 2 ? cheap : bids }) });
    const job = await submit(mesh);
    await settled(mesh);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    expect(lifecycle.assignments.map(({ body }) => body.executor)).toEqual([nodeAt(mesh, 2).did]);
    const stored = await nodeAt(mesh, 0).storage.get(lifecycle.assignment!.cid);
    expect(cidOf(stored!)).toBe(lifecycle.assignment!.cid);
    expect(await nodeAt(mesh, 2).storage.has(lifecycle.assignment!.cid)).toBe(true);
    await mesh.stop();
  });

  it("X-6: one of two jobs that want the same room, and one executor for each job", async () => {
    const guest = ledGuest();
    const queue = { capacity: { cpuCores: 1, memoryMb: 4096, storageMb: 4096 } };
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner: guest.runner, queue }) });
    const options = { retry: { maxAttempts: 1, maxRounds: 1 } };
    const submitting = [trySubmit(mesh, { options }), trySubmit(mesh, { options })];
    const results = await inTime(mesh, Promise.all(submitting));
    const jobs = results.flatMap((result) => (result.ok ? [result.job] : []));
    await mesh.advance(1000);
    expect(nodeAt(mesh, 1).runtime.executor!.running).toBe(1);
    await mesh.advance(10_000); // the other round is over
    guest.end();
    await settled(mesh, 3_600_000);
    const ends = await Promise.all(jobs.map((job) => statusOf(mesh, job)));
    expect(ends.toSorted()).toEqual(["Completed", "Failed no-bids"]);
    expect([guest.runs, freeOf(mesh, 0)]).toEqual([1, 999n]);
    await mesh.stop();
  });
});

const RATES = { perCpuCoreHour: 0n, perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n };

describe("the state of a job", () => {
  it("AC-081: follows from what has happened, to the end", async () => {
    const mesh = await aMesh({ nodes: 1 });
    const job = await submit(mesh);
    const { context } = nodeAt(mesh, 0);
    const status = async () => currentStatus((await context.job(job))!.lifecycle);
    expect(await status()).toBe("BiddingOpen");
    await mesh.advance(10_001);
    expect(await status()).toBe("BiddingClosed");
    await context.cancel(job, "enough seen");
    expect(await status()).toBe("Cancelled");
    await settled(mesh);
    await mesh.stop();
    const running = await aRunningJob();
    expect(currentStatus(await running.lifecycle())).toBe("Executing");
    running.guest.end();
    await settled(running.mesh);
    expect(currentStatus(await running.lifecycle())).toBe("Completed");
    await running.mesh.stop();
  });

  it.each<FailureClass>(["trap", "crashed"])(
    "AC-081, I-7: is Failed for a receipt of %s",
    async (failure) => {
      const runner = createSampleRunner({
        echo: () => ({ type: "failed", class: failure, message: "as planned" }),
      });
      const mesh = await aMesh({ nodes: 2, node: () => ({ runner, bids }) });
      const job = await submit(mesh, { options: { retry: { maxAttempts: 1, maxRounds: 1 } } });
      await settled(mesh, 3_600_000);
      expect(await statusOf(mesh, job)).toBe(`Failed ${failure}`);
      const money = await moneyOf(mesh, job);
      expect(money).toBe(failure === "trap" ? "split" : "refunded");
      await mesh.stop();
    },
  );

  it("AC-082, AC-083: shows how far a long job is, and what it can go on from", async () => {
    const { mesh, guest, options, lifecycle } = await aRunningJob();
    expect(isLongRunning(await lifecycle())).toBe(false);
    await options.onProgress?.({ stage: "one", percent: 2500, message: "on the way" });
    const state = Uint8Array.of(7);
    const cid = cidOf(state, "raw");
    const place = { checkpointId: "half", stage: "one", percent: 3000, step: 1 };
    await options.onCheckpoint?.({ ...place, state: cid, blocks: [{ cid, bytes: state }] });
    await mesh.advance(100);
    const now = await lifecycle();
    expect([isLongRunning(now), currentProgress(now)]).toEqual([true, 3000]);
    expect(latestCheckpoint(now)!.body).toMatchObject(place);
    expect(now.progress.at(-1)!.body).toMatchObject({
      stage: "one",
      percent: 2500,
      message: "on the way",
      completedStages: [],
      remainingStages: [],
      by: nodeAt(mesh, 1).did,
    });
    guest.end();
    await settled(mesh);
    await mesh.stop();
  });

  it("X-4: never changes again once it has ended, whatever is said", async () => {
    const { mesh, job, guest, lifecycle } = await aRunningJob();
    const { context } = nodeAt(mesh, 0);
    guest.end();
    await mesh.until(async () => (await statusOf(mesh, job)) === "Completed");
    const { assignment, progress } = await lifecycle();
    const before = JSON.stringify((await lifecycle()).state);
    const { signer } = nodeAt(mesh, 1);
    const said = async () => {
      const net = mesh.federation.net;
      const failed = { type: "failed", class: "trap", message: "" } as const;
      const receipt = await sampleReceipt({ cid: assignment!.cid, net }, signer, { outcome: failed });
      const body = { ...progress[0]!.body, seq: 8_000_000 };
      const beat = await signRecord(progressRecord, body, signer);
      return [
        (await context.anchorReceipt(receipt)).answer,
        (await context.manager.inbox.report(beat)).answer,
        (await context.cancel(job, "too late")).answer,
      ];
    };
    expect(await said()).not.toContain("applied");
    await settled(mesh);
    expect(await said()).toEqual(["stale", "stale", "unknown"]);
    expect(JSON.stringify((await lifecycle()).state)).toBe(before);
    await mesh.stop();
  });
});

describe("money and order", () => {
  it("X-1: what is held is what is paid and what returns, in whatever order things happen", async () => {
    const step = fc.constantFrom<Step>("submit", "cancel", "wait", "restart", "cut", "heal");
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const mesh = await aMesh({ nodes: 3, node: () => ({ bids }) });
        await act(mesh, steps);
        await settled(mesh, 7_200_000);
        await mesh.until(() => mesh.guard.ledger.totals("mana").credits === 0n, 3_600_000);
        const { minted, held, balances, burned } = mesh.guard.ledger.totals("mana");
        expect([held, balances + burned, minted]).toEqual([0n, minted, 3000n]);
        const { jobs } = await nodeAt(mesh, 0).context.jobs();
        for (const { job } of jobs) expect(await moneyOf(mesh, job)).not.toBe("pending");
        await mesh.stop();
      }),
      { numRuns: 12, seed: 1 },
    );
  });
});

type Step = "cancel" | "cut" | "heal" | "restart" | "submit" | "wait";

const STEPS: Readonly<Record<Step, (mesh: LocalMesh) => unknown>> = {
  submit: (mesh) => trySubmit(mesh, { options: { spare: 20n } }),
  wait: (mesh) => mesh.advance(700),
  restart: (mesh) => nodeAt(mesh, 2).restart(),
  cut(mesh) {
    const { did } = nodeAt(mesh, 1);
    mesh.network.separate((from, to) => from === did || to === did);
  },
  heal: (mesh) => mesh.network.heal(),
  async cancel(mesh) {
    const { context } = nodeAt(mesh, 0);
    const [last] = (await context.jobs()).jobs;
    if (last !== undefined) await context.cancel(last.job, "changed my mind");
  },
};

async function act(mesh: LocalMesh, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await STEPS[step](mesh);
  mesh.network.heal();
  await mesh.advance(1000);
}

it("I-15: a signature holds for every field of a job, and for none that was changed", async () => {
  const mesh = await aMesh({ nodes: 1 });
  const id = await submit(mesh);
  const { lifecycle } = (await nodeAt(mesh, 0).context.job(id))!;
  const { signer } = nodeAt(mesh, 0);
  const { body } = lifecycle.job;
  const signed: Signed<typeof body> = await signRecord(jobRecord, body, signer);
  const verifier = createVerifier({ engine: nodeCryptoEngine() });
  const holds = (changes: Partial<typeof body>) =>
    verifier.verify(claimOf({ ...signed, bytes: jobRecord.codec.encode({ ...body, ...changes }) }));
  expect(holds({})).toBe(true);
  const { spec, hold } = body;
  const changes: Partial<typeof body>[] = [
    { nonce: new Uint8Array(16) },
    { name: "another" },
    { labels: { a: "b" } },
    { hold: { ...hold, index: hold.index + 1 } },
    { unit: "credit" },
    { budget: body.budget + 1n },
    { manifest: cidOf(Uint8Array.of(1), "raw") },
    { lane: 0 },
    { priority: 0 },
    { createdAt: body.createdAt + 1 },
    { bidWindowMs: 1 },
    { acceptMs: 1 },
    { maxExecutionMs: 1 },
    { retry: { ...body.retry, maxAttempts: 9 } },
    { verification: { type: "quorum", replicas: 3, agree: 2 } },
    { spec: sampleSpec({ kind: { type: "echo", params: { payload: "hullo" } } }) },
    { spec: { ...spec, outputs: ["more"] } },
    { spec: { ...spec, args: ["more"] } },
    { spec: { ...spec, limits: { ...spec.limits, fuel: 1 } } },
    { spec: { ...spec, requiredCapabilities: ["wings"] } },
    { spec: { ...spec, minExecutorReputation: 1 } },
    { spec: { ...spec, deterministic: false } },
  ];
  for (const change of changes)
    expect([Object.keys(change), holds(change)]).toEqual([Object.keys(change), false]);
  await nodeAt(mesh, 0).context.cancel(id, "seen enough");
  await settled(mesh);
  await mesh.stop();
});
