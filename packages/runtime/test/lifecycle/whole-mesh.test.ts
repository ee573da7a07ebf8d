import { createMemoryDisk, type MemoryDisk, type Storage } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { type LocalMesh, openInMemory } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, moneyOf, nodeAt, settled, statusOf, submit, trySubmit } from "../a-mesh.ts";

async function expectConserved(mesh: LocalMesh, nodes: number): Promise<void> {
  const { minted, held, balances, credits, burned } = mesh.guard.ledger.totals("mana");
  expect(minted).toBe(BigInt(nodes) * 1000n);
  expect(balances + held + credits + burned).toBe(minted);
  expect([held, credits]).toEqual([0n, 0n]);
}

describe("ten nodes", () => {
  it("AC-150, AC-159: all hear of a job, and share the work", async () => {
    const mesh = await aMesh({ nodes: 10 });
    const jobs = [];
    for (let number = 0; number < 12; number++) jobs.push(await submit(mesh));
    await settled(mesh);
    const executors = new Set<string>();
    for (const job of jobs) {
      expect(await statusOf(mesh, job)).toBe("Completed");
      const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
      expect(lifecycle.bids).toHaveLength(9);
      executors.add(lifecycle.receipt!.body.by);
    }
    expect(executors.size).toBeGreaterThan(2);
    await expectConserved(mesh, 10);
    await mesh.stop();
  });
});

describe("a mesh that falls apart", () => {
  it("AC-157: settles everything once it is whole again, ten minutes later", async () => {
    const mesh = await aMesh({ nodes: 4 });
    const cut = new Set([nodeAt(mesh, 0).did, nodeAt(mesh, 1).did]);
    const jobs = [await submit(mesh)];
    mesh.network.separate((from, to) => cut.has(from) !== cut.has(to));
    const during = trySubmit(mesh);
    await mesh.advance(600_000);
    mesh.network.heal();
    await mesh.advance(60_000);
    const late = await during;
    if (!late.ok) throw new Error(late.refusal.code);
    jobs.push(late.job, await submit(mesh));
    await settled(mesh, 7_200_000);
    for (const job of jobs) {
      const end = `${await statusOf(mesh, job)} ${await moneyOf(mesh, job)}`;
      expect(["Completed paid", "Failed no-bids refunded", "Failed lost refunded"]).toContain(end);
    }
    expect(await statusOf(mesh, jobs[2]!)).toBe("Completed");
    await expectConserved(mesh, 4);
    await mesh.stop();
  });

  it("AC-158, AC-161: survives that every node is restarted in turn", async () => {
    const mesh = await aMesh({ nodes: 3 });
    const jobs = [];
    for (const node of mesh.nodes) {
      jobs.push(await submit(mesh));
      await node.restart();
    }
    await settled(mesh, 7_200_000);
    for (const job of jobs) expect(await statusOf(mesh, job)).toBe("Completed");
    expect((await nodeAt(mesh, 0).context.jobs()).jobs).toHaveLength(3);
    await expectConserved(mesh, 3);
    await mesh.stop();
  });
});

describe("a bad network", () => {
  it.each(["one", "two", "three"])(
    "loses, doubles and reorders what it carries, and every job still ends once (seed %s)",
    async (seed) => {
      const mesh = await aMesh({ nodes: 5, seed });
      mesh.network.setFaults({ minDelayMs: 1, maxDelayMs: 80, loss: 0.2, duplication: 0.3, reordering: 0.3 });
      const jobs = [await submit(mesh), await submit(mesh), await submit(mesh)];
      await settled(mesh, 7_200_000);
      for (const job of jobs)
        expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
      await mesh.until(() => mesh.guard.ledger.totals("mana").credits === 0n); // who is paid draws it in unhurried
      await expectConserved(mesh, 5);
      await mesh.stop();
    },
  );
});

describe("guards that cannot be reached", () => {
  it("keep a job from being announced, and nothing is lost by that", async () => {
    const mesh = await aMesh();
    const guard = mesh.guard.did;
    mesh.network.separate((from, to) => from === guard || to === guard);
    const submitting = trySubmit(mesh);
    await mesh.advance(120_000);
    expect(nodeAt(mesh, 0).context.manager.open).toBe(0);
    mesh.network.heal();
    await mesh.advance(120_000);
    const submitted = await submitting;
    if (!submitted.ok) throw new Error(submitted.refusal.code);
    await settled(mesh);
    expect(await statusOf(mesh, submitted.job)).toBe("Completed");
    await expectConserved(mesh, 3);
    await mesh.stop();
  });

  it("defect 16: keep money from moving, and nothing else", async () => {
    const guest = ledGuest();
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner: guest.runner }) });
    const job = await submit(mesh);
    await mesh.advance(100);
    await guest.began;
    const guard = mesh.guard.did;
    mesh.network.separate((from, to) => from === guard || to === guard);
    guest.end();
    await mesh.advance(60_000);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "pending"]);
    mesh.network.heal();
    await settled(mesh, 3_600_000);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    await expectConserved(mesh, 2);
    await mesh.stop();
  });
});

/** A store that takes nothing for as long as it is full. */
function fullStorage(storage: Storage, isFull: () => boolean): Storage {
  const full = new Error("no space left on device");
  return { ...storage, commit: (input) => (isFull() ? Promise.reject(full) : storage.commit(input)) };
}

describe("a store that fails", () => {
  it.each([
    { who: "the submitter", index: 0, meanwhile: ["Executing", "pending"] },
    { who: "the executor", index: 1, meanwhile: ["Executing", "pending"] },
    { who: "the guard", index: 2, meanwhile: ["Completed", "pending"] },
  ])("E7 store down: that of $who stops what depends on it, and the job goes on later", async (victim) => {
    let isFull = false;
    const open = (disk: MemoryDisk): Storage => fullStorage(openInMemory(disk), () => isFull);
    const guest = ledGuest();
    const mesh = await aMesh({
      nodes: 2,
      node: (index) => ({ runner: guest.runner, ...(index === victim.index && { openStorage: open }) }),
      ...(victim.index === 2 && { guardStorage: open(createMemoryDisk()) }),
    });
    const job = await submit(mesh);
    await mesh.advance(100);
    await guest.began;
    isFull = true;
    guest.end();
    await mesh.advance(5000);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(victim.meanwhile);
    isFull = false;
    await settled(mesh, 3_600_000);
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    expect(guest.runs).toBe(1);
    await expectConserved(mesh, 2);
    await mesh.stop();
  });
});
