import {
  type Cid,
  createMemoryDisk,
  createMemoryStorage,
  createVerifier,
  type JobId,
  type MemoryDisk,
  type Storage,
  signedRecords,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { collect } from "@icn-mesh/core/testing";
import {
  applyRetention,
  backUp,
  collectGarbage,
  createKeptLinks,
  createPausableStorage,
  pinning,
  restore,
  rootOfRefs,
  scrub,
  walk,
} from "@icn-mesh/dag";
import { economicsRecords } from "@icn-mesh/economics";
import { checkHistory } from "@icn-mesh/mesh";
import { createInProcessRunner, DEFAULT_LIMITS } from "@icn-mesh/sandbox";
import { describe, expect, it } from "vitest";
import { runtimeProjections, runtimeRecords } from "../../src/index.ts";
import { type LocalMesh, openInMemory } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, moneyOf, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";
import { inTime } from "./in-time.ts";

const keptLinks = createKeptLinks([...signedRecords, ...economicsRecords, ...runtimeRecords]);
const projections = runtimeProjections;
const openSweepable = (disk: MemoryDisk) => createMemoryStorage({ disk, projections, keptLinks });

/** A mesh in which one job is done. */
async function aDoneJob(openStorage: (disk: MemoryDisk) => Storage = openSweepable) {
  const mesh = await aMesh({ node: (index) => (index === 0 ? { openStorage } : {}) });
  const job = await submit(mesh);
  await settled(mesh);
  const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
  return { mesh, job, receipt: lifecycle.receipt!, lifecycle };
}

async function textOf(mesh: LocalMesh, job: JobId): Promise<string> {
  const output = await nodeAt(mesh, 0).context.getOutput(job);
  return output.ok ? Buffer.concat(await collect(output.bytes)).toString() : output.why;
}

describe("a store that fails", () => {
  it("AC-085: fails what is written, and nobody gains reputation or money by it", async () => {
    let isFull = false;
    const openStorage = (disk: MemoryDisk): Storage => {
      const storage = openInMemory(disk);
      const full = new Error("no space left on device");
      return { ...storage, commit: (input) => (isFull ? Promise.reject(full) : storage.commit(input)) };
    };
    const guest = ledGuest();
    const node = (index: number) => (index === 0 ? { openStorage } : { runner: guest.runner });
    const mint = { rate: 10n, cap: 1000n, epochMs: 60_000 };
    const mesh = await aMesh({ nodes: 2, node, constitution: { mint } });
    const job = await submit(mesh);
    await mesh.advance(100);
    await guest.began;
    isFull = true;
    guest.end();
    await mesh.advance(5000);
    const { context } = nodeAt(mesh, 0);
    const executor = nodeAt(mesh, 1).did;
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Executing", "pending"]);
    expect(nodeAt(mesh, 1).context.balance()).toMatchObject({ free: 1000n, due: 0n });
    isFull = false;
    await settled(mesh, 3_600_000);
    expect(context.reputation(executor)).toBe(0);
    await mesh.advance(600_000);
    expect([await statusOf(mesh, job), context.reputation(executor)]).toEqual(["Completed", 1]);
    await mesh.stop();
  });
});

describe("the history of a job in its store", () => {
  it("AC-086: bears the time of the clock that the node was given", async () => {
    const guest = ledGuest();
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner: guest.runner }) });
    const job = await submit(mesh);
    await mesh.advance(20_000);
    const from = mesh.clock.now();
    guest.end();
    await mesh.until(async () => (await statusOf(mesh, job)) === "Completed");
    const { entries } = (await nodeAt(mesh, 0).context.history(job))!;
    const anchored = [...entries].map(({ body }) => body.happened).find(({ type }) => type === "anchored");
    const at = anchored?.type === "anchored" ? anchored.at : 0;
    expect(at).toBeGreaterThanOrEqual(from);
    expect(at).toBeLessThanOrEqual(mesh.clock.now());
    await settled(mesh);
    await mesh.stop();
  });

  it("AC-088: is seen to be damaged, by an integrity check and by whoever reads it", async () => {
    const { mesh, job, receipt } = await aDoneJob();
    const { disk, storage, context } = nodeAt(mesh, 0);
    const good = disk.blocks.get(receipt.cid)!;
    disk.blocks.set(receipt.cid, good.with(good.length - 1, good.at(-1)! ^ 1));
    const { findings } = await scrub(storage);
    expect(findings).toEqual([{ type: "block", cid: receipt.cid, fault: expect.any(String) }]);
    await expect(context.job(job)).rejects.toThrow(/history|fact/);
    disk.blocks.set(receipt.cid, good);
    expect((await scrub(storage)).findings).toEqual([]);
    await mesh.stop();
  });

  it("AC-089: stays when the store is swept, as pins do until their time is over", async () => {
    const { mesh, job } = await aDoneJob();
    const { storage, context } = nodeAt(mesh, 0);
    const input = await context.putInput([Uint8Array.of(1, 2, 3)]);
    const pieces = [4, 5, 6].map((byte) => ({ codec: "raw" as const, bytes: Uint8Array.of(byte) }));
    const stored = await storage.commit({ blocks: pieces });
    const [kept, brief, loose] = (stored.ok ? stored.cids : []) as [Cid, Cid, Cid];
    const at = mesh.clock.now();
    await storage.commit(pinning({ name: "kept", target: kept, bytes: 1, at, until: null }));
    await storage.commit(pinning({ name: "brief", target: brief, bytes: 1, at, until: at + 1000 }));
    const has = () => Promise.all([input, kept, brief, loose].map((cid) => storage.has(cid)));
    const before = await rootOfRefs(storage, "done/");
    await applyRetention(storage, { now: at + 500 });
    await collectGarbage(storage, { keptLinks });
    expect(await has()).toEqual([true, true, true, false]);
    await applyRetention(storage, { now: at + 1500 });
    await collectGarbage(storage, { keptLinks });
    expect(await has()).toEqual([true, true, false, false]);
    expect(await rootOfRefs(storage, "done/")).toEqual(before);
    expect([await statusOf(mesh, job), await textOf(mesh, job)]).toEqual(["Completed", "Echo: hello"]);
    await mesh.stop();
  });

  it("AC-090, AC-091: comes out of a backup with the same root, and a node goes on from it", async () => {
    let opened: Storage | undefined;
    const openStorage = (disk: MemoryDisk) => opened ?? openSweepable(disk);
    const { mesh, job } = await aDoneJob(openStorage);
    const { storage } = nodeAt(mesh, 0);
    const { clock } = mesh;
    const copied = await collect(backUp({ storage: createPausableStorage(storage), clock }, { keptLinks }));
    const copy = openSweepable(createMemoryDisk());
    const result = await restore({ storage: copy, clock }, copied, { keptLinks });
    expect(result).toMatchObject({ ok: true, root: await rootOfRefs(storage) });
    expect(await scrub(copy)).toMatchObject({ findings: [], complete: true });
    const view = await nodeAt(mesh, 0).context.job(job);
    opened = copy;
    await nodeAt(mesh, 0).restart();
    expect(await nodeAt(mesh, 0).context.job(job)).toEqual(view);
    expect(await textOf(mesh, job)).toBe("Echo: hello");
    const next = await submit(mesh);
    await settled(mesh);
    expect(await moneyOf(mesh, next)).toBe("paid");
    await mesh.stop();
  });

  it("AC-095: can be audited: the work done again gives the result that was signed and paid", async () => {
    const { mesh, job, receipt, lifecycle } = await aDoneJob();
    const evidence = (await nodeAt(mesh, 0).context.evidence(job))!;
    const { verify } = createVerifier({ engine: nodeCryptoEngine() });
    expect(checkHistory(evidence, verify).findings).toEqual([]);
    const { spec, createdAt } = lifecycle.job.body;
    const { kind, outputs, deterministic } = spec;
    const work = {
      kind,
      outputs,
      deterministic,
      module: null,
      inputs: [],
      args: [],
      seed: job,
      now: createdAt,
    };
    const again = createInProcessRunner({ clock: mesh.clock }).run(work, { limits: DEFAULT_LIMITS });
    const { outcome } = await inTime(mesh, again);
    const [result] = outcome.type === "ok" ? await storedAs(outcome.result) : [];
    expect(receipt.body.outcome).toMatchObject({ type: "ok", result });
    await mesh.stop();
  });
});

async function storedAs(bytes: Uint8Array): Promise<readonly Cid[]> {
  const stored = await createMemoryStorage().commit({ blocks: [{ codec: "raw", bytes }] });
  return stored.ok ? stored.cids : [];
}

describe("what one node has, others can have", () => {
  it("AC-154, AC-156: a node that was away fetches receipt and result when it is back", async () => {
    const mesh = await aMesh({ nodes: 3, node: (index) => ({ runs: index === 1 }) });
    const { did } = nodeAt(mesh, 2);
    mesh.network.separate((from, to) => from === did || to === did);
    const job = await submit(mesh);
    await mesh.until(() => nodeAt(mesh, 0).runtime.open === 0);
    const { receipt } = (await nodeAt(mesh, 0).context.job(job))!.lifecycle;
    const { outcome } = receipt!.body;
    const wanted = [receipt!.cid, outcome.type === "ok" ? outcome.result : receipt!.cid];
    const { payloads, storage } = nodeAt(mesh, 2);
    expect(await Promise.all(wanted.map((cid) => storage.has(cid)))).toEqual([false, false]);
    mesh.network.heal();
    await mesh.advance(5000);
    const terms = { from: mesh.nodes.map((node) => node.did), maxBytes: 65_536 };
    const { signal } = new AbortController();
    const fetching = wanted.map((cid) => payloads.fetch(cid, { ...terms, signal }));
    expect(await inTime(mesh, Promise.all(fetching))).toEqual([true, true]);
    expect(new TextDecoder().decode(await storage.get(wanted[1]!))).toBe("Echo: hello");
    await mesh.stop();
  });

  it("AC-155, AC-160: the receipt that its submitter anchored is the executor's, block by block", async () => {
    const mint = { rate: 10n, cap: 1000n, epochMs: 60_000 };
    const mesh = await aMesh({ nodes: 2, constitution: { mint } });
    const job = await submit(mesh);
    await settled(mesh);
    const [submitter, executor] = [nodeAt(mesh, 0), nodeAt(mesh, 1)];
    const { receipt } = (await submitter.context.job(job))!.lifecycle;
    expect(receipt!.body.by).toBe(executor.did);
    const below = (storage: Storage) => collect(walk(storage, [receipt!.cid], { keptLinks }));
    expect((await below(submitter.storage))[0]).toMatchObject({ type: "block", cid: receipt!.cid });
    expect(await below(executor.storage)).toEqual(await below(submitter.storage));
    await mesh.advance(600_000);
    expect(submitter.context.reputation(executor.did)).toBe(1);
    await mesh.stop();
  });
});
