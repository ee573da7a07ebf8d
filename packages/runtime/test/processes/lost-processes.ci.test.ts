import type { Did } from "@icn-mesh/core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { KillPlan } from "./node-words.ts";
import { FUNDS } from "./real-federation.ts";
import { type RealMesh, startRealMesh } from "./real-mesh.ts";
import type { RealNode } from "./real-node.ts";
import { killPrograms } from "./start-program.ts";

const PAID = { status: "Completed", money: "paid" };

/** Of an executor: once its assignment is certified, and before it begins. */
const VANISHES = { when: "before", commit: 2, mentions: "icn-mesh/work/1" } as const;

let mesh: RealMesh;

beforeAll(async () => {
  mesh = await startRealMesh({ executors: 2, times: 4 });
}, 300_000);
afterEach(() => mesh.check(), 300_000);
afterAll(async () => {
  console.log(JSON.stringify(mesh.tally));
  await mesh.stop();
  killPrograms();
});

function executorOf(did: Did | null): RealNode {
  return mesh.executors.find((each) => each.did === did)!;
}

/** Whoever gets the job is the one that it happens to. */
async function planAll(plan: KillPlan | null): Promise<void> {
  await Promise.all(mesh.executors.map(({ order }) => order("kill", { plan })));
}

/** Resolves at once, to what resolves when a node has earned something. */
async function nextPay({ order }: RealNode): Promise<{ paid: Promise<object> }> {
  const { free } = await order("balance", {});
  return { paid: order("earned", { above: free }) };
}

describe("executors in processes of their own", { timeout: 600_000 }, () => {
  it("are paid, and a third node gets the result by its CID", async () => {
    const end = await mesh.settled(await mesh.submit());
    expect(end).toMatchObject(PAID);
    const executor = executorOf(end.executor);
    const other = mesh.executors.find((each) => each !== executor)!;
    for (const from of [executor.did, mesh.submitter.did]) {
      const ask = { cid: end.result!, from: [from] };
      expect(await other.order("fetch", ask)).toEqual({ text: "Echo: hello" });
    }
    await executor.order("earned", { above: FUNDS });
  });

  it("lose a job that they accepted and then vanished with, and another is paid for it", async () => {
    await planAll(VANISHES);
    const job = await mesh.submit({ spare: 10 });
    const lost = await Promise.race(mesh.executors.map((each) => each.now.gone.then(() => each)));
    await lost.gone();
    const other = mesh.executors.find((each) => each !== lost)!;
    await other.order("kill", { plan: null });
    expect(await mesh.settled(job)).toMatchObject({ ...PAID, executor: other.did });
    await lost.restart();
  });

  it.each(["before", "after"] as const)(
    "settle by themselves where the submitter vanishes %s it has their receipt",
    async (when) => {
      const plan = { when, commit: 1, mentions: "icn/receipt/1" };
      const earnings = await Promise.all(mesh.executors.map(nextPay));
      await mesh.submitter.order("kill", { plan });
      const job = await mesh.submit();
      await mesh.submitter.gone();
      await Promise.any(earnings.map(({ paid }) => paid));
      await mesh.submitter.restart();
      expect(await mesh.settled(job)).toMatchObject(PAID);
    },
  );

  it("go on after a pause of their process", async () => {
    await planAll({ ...VANISHES, signal: "SIGSTOP" });
    const job = await mesh.submit();
    const paused = await Promise.race(mesh.executors.map(({ now }) => now.stopped.then(() => now)));
    const { status, executor } = await mesh.submitter.order("until", { job, statuses: ["Assigned"] });
    expect([status, executor]).toEqual(["Assigned", paused.did]);
    await paused.wake();
    expect(await mesh.settled(job)).toMatchObject({ ...PAID, executor: paused.did });
    await planAll(null);
  });

  it("share the jobs that one of them has no room for", async () => {
    const whole = { spec: { resources: { cpuCores: 4, memoryMb: 64, storageMb: 0 } } };
    await planAll({ ...VANISHES, signal: "none" });
    const first = await mesh.submit(whole);
    const { executor } = await mesh.submitter.order("until", { job: first, statuses: ["Assigned"] });
    const other = mesh.executors.find(({ did }) => did !== executor)!;
    await other.order("kill", { plan: null });
    const second = await mesh.settled(await mesh.submit(whole));
    expect(second).toMatchObject({ ...PAID, executor: other.did });
    await planAll(null);
    expect(await mesh.settled(first)).toMatchObject({ ...PAID, executor });
  });
});

describe("a guard that is gone for a while", { timeout: 600_000 }, () => {
  it("keeps a job from being announced, and nothing else", async () => {
    await mesh.guard.kill();
    const submitting = mesh.submit();
    await mesh.submitter.order("wait", { ms: 500 });
    expect(await mesh.submitter.order("open", {})).toEqual({ open: 0 });
    await mesh.guard.restart();
    expect(await mesh.settled(await submitting)).toMatchObject(PAID);
  });

  it("keeps a job that is held for from its start, and nothing else", async () => {
    await mesh.guard.order("kill", { plan: { when: "before", commit: 1, mentions: "icn/assign/1" } });
    const job = await mesh.submit();
    await mesh.guard.gone();
    const { status } = await mesh.submitter.order("until", { job, statuses: ["Assigned"] });
    await mesh.submitter.order("wait", { ms: 500 });
    const later = await mesh.submitter.order("until", { job, statuses: ["Assigned", "Executing"] });
    expect([status, later.status]).toEqual(["Assigned", "Assigned"]);
    await mesh.guard.restart();
    expect(await mesh.settled(job)).toMatchObject(PAID);
  });
});
