import type { RunOptions } from "@icn-mesh/sandbox";
import { describe, expect, it } from "vitest";
import { createBidPolicy } from "../../src/index.ts";
import { createSampleRunner, type LocalMesh } from "../../src/testing/index.ts";
import { aMesh, moneyOf, nodeAt, settled, statusOf, submit, untilStatus } from "../a-mesh.ts";
import { stateAt, stepIn } from "./a-state.ts";

const STEPS = 4;
const rates = (perCpuCoreHour: bigint) => ({
  rates: { perCpuCoreHour, perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n },
});

/** Counts to four, a second for each step, with a checkpoint after every one. It tells where it began. */
function counting(mesh: () => LocalMesh, began: number[], isWithheld: (step: number) => boolean) {
  async function next(step: number, options: RunOptions): Promise<void> {
    await mesh().clock.after(1000, options.signal ? { signal: options.signal } : {});
    const state = stateAt(step);
    const blocks = isWithheld(step) ? [] : state.blocks;
    const place = { checkpointId: `step-${step}`, stage: "count", percent: step * 2500 };
    await options.onCheckpoint?.({ ...place, step, state: state.cid, blocks });
  }
  return createSampleRunner({
    async echo(_, options) {
      const state = await options.resumeFrom?.get(options.resumeFrom.state);
      const from = state === undefined ? 0 : stepIn(state);
      began.push(from);
      for (let step = from + 1; step <= STEPS; step++) {
        if (options.preempt?.aborted) return { type: "failed", class: "preempted", message: "handed over" };
        await next(step, options);
      }
      return { type: "ok", result: Uint8Array.of(STEPS), outputs: new Map() };
    },
  });
}

interface LongJobOptions {
  /** True for a step whose state nobody ever gets. */
  readonly isWithheld?: (step: number) => boolean;
  /** How long everything is under way from when the job runs on. */
  readonly delayMs?: number;
}

/** A job that has left two checkpoints. */
async function aLongJob({ isWithheld = () => false, delayMs = 0 }: LongJobOptions = {}) {
  const began: number[] = [];
  let mesh: LocalMesh | undefined;
  const runner = counting(() => mesh!, began, isWithheld);
  mesh = await aMesh({
    node: (index) => ({ runner, bids: createBidPolicy(rates(index === 1 ? 32_400n : 36_000n)) }),
  });
  const job = await submit(mesh, { options: { spare: 20n } });
  await untilStatus(mesh, job, "Executing");
  mesh.network.setFaults({ minDelayMs: delayMs, maxDelayMs: delayMs });
  await mesh.advance(2100);
  return { mesh, job, began };
}

function cutOff(mesh: LocalMesh, index: number): void {
  const { did } = nodeAt(mesh, index);
  mesh.network.separate((from, to) => from === did || to === did);
}

describe("a job that leaves checkpoints", () => {
  it("is resumed from the last one by another executor when the first one dies", async () => {
    const { mesh, job, began } = await aLongJob();
    expect(await statusOf(mesh, job)).toBe("Executing");
    cutOff(mesh, 1);
    await untilStatus(mesh, job, "Completed");
    expect(began).toEqual([0, 2]);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    expect(lifecycle.receipt!.body).toMatchObject({ by: nodeAt(mesh, 2).did });
    expect(lifecycle.receipt!.body.resumedFrom).toBe(lifecycle.assignment!.body.resumeFrom);
    expect(lifecycle.checkpoints.map(({ body }) => body.step)).toEqual([1, 2, 3, 4]);
    mesh.network.heal();
    await mesh.stop();
  });

  it("is resumed from the last one whose state has outlived its executor", async () => {
    const { mesh, job, began } = await aLongJob({ isWithheld: (step) => step === 3 });
    await mesh.advance(1000);
    cutOff(mesh, 1);
    await untilStatus(mesh, job, "Completed");
    expect(began).toEqual([0, 2]);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    const second = lifecycle.checkpoints.find(({ body }) => body.step === 2);
    expect(lifecycle.assignment!.body.resumeFrom).toBe(second!.cid);
    mesh.network.heal();
    await mesh.stop();
  });

  it("begins anew, without a wait, where no state has outlived its executor", async () => {
    const { mesh, job, began } = await aLongJob({ isWithheld: () => true });
    cutOff(mesh, 1);
    await mesh.until(() => began.length === 2);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    expect(lifecycle.checkpoints).toHaveLength(2);
    expect(lifecycle.assignment!.body).toMatchObject({ executor: nodeAt(mesh, 2).did, resumeFrom: null });
    await untilStatus(mesh, job, "Completed");
    expect(began).toEqual([0, 0]);
    mesh.network.heal();
    await mesh.stop();
  });

  it("is resumed although it leaves states faster than they travel", async () => {
    const { mesh, job, began } = await aLongJob({ delayMs: 250 });
    await mesh.advance(1600);
    cutOff(mesh, 1);
    await untilStatus(mesh, job, "Completed");
    expect(began[1]).toBeGreaterThan(0);
    mesh.network.heal();
    await mesh.stop();
  });

  it("is handed over at the next one when its executor drains", async () => {
    const { mesh, job, began } = await aLongJob();
    nodeAt(mesh, 1).runtime.executor!.drain("all");
    await settled(mesh);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    expect(began).toEqual([0, 3]);
    expect(nodeAt(mesh, 1).context.balance().free).toBe(1000n);
    await mesh.stop();
  });

  it("goes on from the last one where its own executor was restarted", async () => {
    const { mesh, job, began } = await aLongJob();
    await nodeAt(mesh, 1).restart();
    await settled(mesh);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    expect(began).toEqual([0, 2]);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    expect(lifecycle.assignments).toHaveLength(1);
    await mesh.stop();
  });

  it("shows them while it runs, each under its id", async () => {
    const { mesh, job } = await aLongJob();
    const { context, storage } = nodeAt(mesh, 0);
    const latest = await context.getCheckpoint(job);
    expect(latest).toMatchObject({ ok: true, isHere: true });
    if (!latest.ok) throw new Error(latest.why);
    const { state, ...place } = latest.checkpoint.body;
    expect(place).toMatchObject({ checkpointId: "step-2", stage: "count", percent: 5000, step: 2 });
    expect(stepIn((await storage.get(state))!)).toBe(2);
    expect(await context.getCheckpoint(job, "step-1")).toMatchObject({
      ok: true,
      checkpoint: { body: { step: 1 } },
    });
    expect(await context.getCheckpoint(job, "step-9")).toEqual({ ok: false, why: "no-such-checkpoint" });
    expect(await nodeAt(mesh, 2).context.getCheckpoint(job)).toEqual({ ok: false, why: "unknown-job" });
    await settled(mesh);
    await mesh.stop();
  });
});
