import type { JobSpec } from "@icn-mesh/core";
import type { FailureClass } from "@icn-mesh/sandbox";
import { describe, expect, it } from "vitest";
import { createBidPolicy } from "../../src/index.ts";
import { createSampleRunner, type LocalMeshOptions } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, submit, untilStatus } from "../a-mesh.ts";

const failing = (failureClass: FailureClass) =>
  createSampleRunner({ echo: () => ({ type: "failed", class: failureClass, message: "as planned" }) });

const RATES = { perCpuCoreHour: 36_000n, perGbMemoryHour: 0n, perGbStorageHour: 0n, perGpuHour: 0n };
const cheap = createBidPolicy({ rates: { ...RATES, perCpuCoreHour: 32_400n }, failPpm: 500_000 });
/** Asks 10 mana for a second of a core, and half of it where the guest fails. */
const dear = createBidPolicy({ rates: RATES, failPpm: 500_000 });

async function endOf(mesh: Awaited<ReturnType<typeof aMesh>>, spec: Partial<JobSpec> = {}) {
  const job = await submit(mesh, { spec });
  await settled(mesh, 3_600_000);
  const end = [await statusOf(mesh, job), await moneyOf(mesh, job)];
  const { held, credits } = mesh.guard.ledger.totals("mana");
  expect({ held, credits }).toEqual({ held: 0n, credits: 0n });
  await mesh.stop();
  return { end, mesh, job };
}

describe("a job that nobody runs", () => {
  it("E7 nobody available, I-4, AC-057: fails for want of bids, and all of its mana returns", async () => {
    const { end, mesh } = await endOf(await aMesh({ nodes: 1 }));
    expect(end).toEqual(["Failed no-bids", "refunded"]);
    expect(nodeAt(mesh, 0).disk.refs.size).toBeGreaterThan(0);
  });

  it("defect 9, I-4, AC-058: fails where no bid suits, and all of its mana returns", async () => {
    const node = (): { bids: typeof dear } => ({ bids: dear });
    const { end } = await endOf(await aMesh({ node }), { minExecutorReputation: 5 });
    expect(end).toEqual(["Failed no-suitable-bid", "refunded"]);
  });

  it("X-8: is never given to a machine that is too small", async () => {
    const { end } = await endOf(await aMesh(), { resources: { cpuCores: 64, memoryMb: 64, storageMb: 0 } });
    expect(end).toEqual(["Failed no-bids", "refunded"]);
  });
});

describe("a job whose executor fails", () => {
  const oneExecutor = (failureClass: FailureClass): LocalMeshOptions => ({
    nodes: 2,
    node: () => ({ runner: failing(failureClass), bids: dear }),
  });

  it("E7 executor reports failure, I-7: is over where the guest is to blame, and the fail price is paid", async () => {
    const { end, mesh } = await endOf(await aMesh(oneExecutor("trap")));
    expect(end).toEqual(["Failed trap", "split"]);
    const total = mesh.guard.ledger.totals("mana");
    expect(total.burned).toBe(0n);
  });

  it("is tried again elsewhere where the machine is to blame, and only the result is paid", async () => {
    const mesh = await aMesh({
      node: (index) => (index === 1 ? { runner: failing("crashed"), bids: cheap } : { bids: dear }),
    });
    const job = await submit(mesh);
    await settled(mesh, 3_600_000);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    expect(lifecycle.receipt!.body.by).toBe(nodeAt(mesh, 2).did);
    expect(lifecycle.assignments).toHaveLength(2);
    expect(freeOf(mesh, 0)).toBe(1000n - 10n);
    expect(freeOf(mesh, 1)).toBe(1000n);
    await mesh.stop();
  });

  it("fails with the reason of the last attempt once nobody is left, and nothing is paid", async () => {
    const { end } = await endOf(await aMesh(oneExecutor("crashed")));
    expect(end).toEqual(["Failed crashed", "refunded"]);
  });
});

describe("a job whose executor dies", () => {
  it("E7 executor dies silently, X-7, I-8: is given to another one within a lease, and the dead one gets nothing", async () => {
    const began = Promise.withResolvers<void>();
    const dying = createSampleRunner({
      echo: (_, { signal }) => {
        began.resolve();
        return new Promise((_resolve, reject) =>
          signal?.addEventListener("abort", () => reject(signal.reason)),
        );
      },
    });
    const mesh = await aMesh({
      node: (index) => (index === 1 ? { runner: dying, bids: cheap } : { bids: dear }),
    });
    const { did } = nodeAt(mesh, 1);
    const last = await submit(mesh, { options: { spare: 20n } });
    await mesh.advance(100);
    await began.promise;
    mesh.network.separate((from, to) => from === did || to === did);
    await untilStatus(mesh, last, "Completed");
    expect((await nodeAt(mesh, 0).context.job(last))!.lifecycle.state).toMatchObject({
      tried: [{ executor: did, reason: "lost" }],
    });
    await mesh.until(() => nodeAt(mesh, 0).runtime.open === 0, 3_600_000);
    expect(await moneyOf(mesh, last)).toBe("paid");
    expect(mesh.guard.ledger.totals("mana").held).toBe(0n);
    mesh.network.heal();
    await mesh.stop();
  });
});

describe("a job whose executor takes too long", () => {
  it("E7 executor too slow, I-8: is taken from it when its time is over, however busy it says to be", async () => {
    const [slow, quick] = [ledGuest(), ledGuest()];
    quick.end();
    const mesh = await aMesh({
      node: (index) =>
        index === 1 ? { runner: slow.runner, bids: cheap } : { runner: quick.runner, bids: dear },
    });
    const job = await submit(mesh, { options: { maxExecutionMs: 40_000 } });
    await mesh.advance(100);
    await slow.began;
    await mesh.until(async () => (await statusOf(mesh, job)) === "Completed");
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    expect(lifecycle.state).toMatchObject({ tried: [{ executor: nodeAt(mesh, 1).did, reason: "timeout" }] });
    expect(lifecycle.progress.length).toBeGreaterThan(0);
    slow.end();
    await settled(mesh, 3_600_000);
    expect(await moneyOf(mesh, job)).toBe("paid");
    expect([0, 1, 2].map((index) => freeOf(mesh, index))).toEqual([990n, 1000n, 1010n]);
    await mesh.stop();
  });
});
