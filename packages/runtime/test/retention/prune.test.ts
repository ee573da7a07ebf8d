import type { Cid, JobId, Ref } from "@icn-mesh/core";
import { collect, createRecordingLogger } from "@icn-mesh/core/testing";
import type { Outcome } from "@icn-mesh/sandbox";
import { describe, expect, test } from "vitest";
import {
  createRetention,
  type Pruned,
  type PruneOptions,
  type Retention,
  type RetentionOptions,
  type RetentionTerms,
} from "../../src/index.ts";
import { createSampleRunner, type LocalMesh } from "../../src/testing/index.ts";
import { LOCAL_KEPT_LINKS } from "../../src/testing/open-local-node.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, submit, untilStatus } from "../a-mesh.ts";
import { DAY_MS, NEVER } from "./never.ts";

/** Everything that is over goes at once. */
const AT_ONCE: RetentionTerms = { jobsMs: 0, worksMs: 0, logsMs: 0, payloadsMs: 0, maxBytes: 0, graceMs: 0 };

describe("pruning a node", () => {
  test("tells in a dry run what would go and how many bytes, and then that much goes", async () => {
    const mesh = await aMesh();
    const job = await submit(mesh, { options: { idempotencyKey: "a key" } });
    await settled(mesh);
    await mesh.advance(1000);
    const before = await refsOf(mesh, 0);
    const dry = await prune(mesh, 0, { ...AT_ONCE, dryRun: true });
    expect(await refsOf(mesh, 0)).toEqual(before);
    const wet = await prune(mesh, 0, AT_ONCE);
    expect(wet).toEqual(dry);
    expect(dry.gone).toMatchObject({ job: 1, key: 1, payload: 1 });
    expect(dry.garbage.bytes).toBeGreaterThan(1000);
    expect(await statusOf(mesh, job)).toBe("unknown");
    expect((await nodeAt(mesh, 0).context.jobs()).jobs).toEqual([]);
    expect((await prune(mesh, 0, AT_ONCE)).garbage.blocks).toBe(0);
    await mesh.stop();
  });

  test("leaves the money alone: balances are the same after a restart", async () => {
    const mesh = await aMesh({ nodes: 2 });
    await submit(mesh);
    await settled(mesh);
    await mesh.advance(1000);
    const before = [0, 1].map((index) => freeOf(mesh, index));
    for (const index of [0, 1]) {
      await prune(mesh, index, AT_ONCE);
      await nodeAt(mesh, index).restart();
    }
    expect([0, 1].map((index) => freeOf(mesh, index))).toEqual(before);
    await submit(mesh);
    await settled(mesh);
    await mesh.stop();
  });

  test("keeps what is younger than its terms", async () => {
    const mesh = await aMesh({ nodes: 2 });
    const job = await submit(mesh);
    await settled(mesh);
    await mesh.advance(1000);
    const { gone } = await prune(mesh, 0, NEVER);
    expect(Object.values(gone).every((count) => count === 0)).toBe(true);
    expect(await statusOf(mesh, job)).toBe("Completed");
    expect(await outputOf(mesh, job)).toBe("Echo: hello");
    await mesh.stop();
  });

  test("forgets what it has run and bid for, its bids not before nobody can ask for them again", async () => {
    const mesh = await aMesh({ nodes: 2 });
    await submit(mesh);
    await settled(mesh);
    await mesh.advance(400_000);
    const early = await prune(mesh, 1, { ...NEVER, worksMs: 0 });
    await mesh.advance(2 * DAY_MS);
    const late = await prune(mesh, 1, NEVER);
    expect([early.gone, late.gone]).toMatchObject([
      { work: 1, bid: 0 },
      { work: 0, bid: 1 },
    ]);
    await mesh.stop();
  });

  test("keeps the payloads that were wanted last, as far as there is room for them", async () => {
    const mesh = await aMesh({ nodes: 1 });
    const { context } = nodeAt(mesh, 0);
    const roots: Cid[] = [];
    for (const size of [100, 200, 300]) {
      roots.push(await context.putInput([new Uint8Array(size).fill(size)]));
      await mesh.advance(DAY_MS);
    }
    await context.putInput([new Uint8Array(100).fill(100)]);
    const { gone } = await prune(mesh, 0, { ...NEVER, maxBytes: 450 });
    const kept = await Promise.all(roots.map((root) => context.storage.has(root)));
    expect({ payloads: gone.payload, kept }).toEqual({ payloads: 1, kept: [true, false, true] });
    await mesh.stop();
  });

  test("lets nothing go that somebody wanted within the hour", async () => {
    const mesh = await aMesh({ nodes: 1 });
    const { context } = nodeAt(mesh, 0);
    const root = await context.putInput([new Uint8Array(100)]);
    await mesh.advance(60_000);
    const { graceMs, ...terms } = AT_ONCE;
    await prune(mesh, 0, terms);
    expect([graceMs, await context.storage.has(root)]).toEqual([0, true]);
    await mesh.advance(DAY_MS);
    await prune(mesh, 0, terms);
    expect(await context.storage.has(root)).toBe(false);
    await mesh.stop();
  });

  test("a job can be submitted once more on an input that was about to go", async () => {
    const mesh = await aMesh({ nodes: 2 });
    const { context } = nodeAt(mesh, 0);
    const input = await context.putInput([new TextEncoder().encode("an old input")]);
    await mesh.advance(DAY_MS);
    await submit(mesh, { spec: { inputs: [input] } });
    await settled(mesh);
    const { gone } = await prune(mesh, 0, { payloadsMs: DAY_MS / 2 });
    expect([gone.payload, await context.storage.has(input)]).toEqual([0, true]);
    await mesh.stop();
  });

  test("takes logs when their time is over", async () => {
    const runner = createSampleRunner({
      echo(_, { onLog }) {
        onLog?.({ level: "info", text: "a line" });
        return { type: "ok", result: Uint8Array.of(1), outputs: new Map() };
      },
    });
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner }) });
    await submit(mesh);
    await settled(mesh);
    await mesh.advance(400_000);
    const { gone } = await prune(mesh, 0, { ...NEVER, logsMs: 0 });
    expect(gone).toMatchObject({ log: 1, job: 0 });
    await mesh.stop();
  });

  test("takes nothing that a running job, an open hold or an unsettled claim needs, however often it runs", async () => {
    const guest = ledGuest();
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner: guest.runner }) });
    const { context } = nodeAt(mesh, 0);
    const input = await context.putInput([new TextEncoder().encode("an input")]);
    const job = await submit(mesh, { spec: { inputs: [input] } });
    const pruneBoth = async (): Promise<void> => {
      for (const index of [0, 1]) await prune(mesh, index, AT_ONCE);
    };
    await pruneBoth();
    await untilStatus(mesh, job, "Executing");
    const run = await guest.began;
    await pruneBoth();
    await run.onPartialOutput?.({ outputId: "part", stage: "half", bytes: Uint8Array.of(1, 2, 3) });
    await mesh.advance(500);
    await pruneBoth();
    guest.end();
    await untilStatus(mesh, job, "Completed");
    await prune(mesh, 1, AT_ONCE);
    expect(await outputOf(mesh, job)).toBe("done");
    await settled(mesh);
    expect(await moneyOf(mesh, job)).toBe("paid");
    expect([freeOf(mesh, 0), freeOf(mesh, 1)]).toEqual([999n, 1001n]);
    await mesh.stop();
  });

  test("keeps a job whose output another one is to have", async () => {
    const second = Promise.withResolvers<Outcome>();
    const result = new TextEncoder().encode("the first");
    const first: Outcome = { type: "ok", result, outputs: new Map() };
    const runner = createSampleRunner({
      echo: ({ inputs }) => (inputs.length === 0 ? first : second.promise),
    });
    const mesh = await aMesh({ nodes: 2, node: () => ({ runner }) });
    const job = await submit(mesh);
    await settled(mesh);
    await mesh.advance(1000);
    const other = await submit(mesh, { spec: { inputs: [{ job, output: "result" }] } });
    const during = await prune(mesh, 0, AT_ONCE);
    expect([during.gone.job, await outputOf(mesh, job)]).toEqual([0, "the first"]);
    second.resolve({ ...first, result: Uint8Array.of(2) });
    await settled(mesh);
    await mesh.advance(1000);
    expect(await statusOf(mesh, other)).toBe("Completed");
    expect((await prune(mesh, 0, AT_ONCE)).gone.job).toBe(2);
    await mesh.stop();
  });

  test("may run at every moment of a job's life, also across restarts", async () => {
    const mesh = await aMesh({ nodes: 2 });
    const jobs: JobId[] = [];
    for (let round = 0; round < 3; round++) {
      jobs.push(await submit(mesh));
      await pruneAllTheTime(mesh);
      await nodeAt(mesh, round % 2).restart();
    }
    await settled(mesh);
    for (const job of jobs) expect(await moneyOf(mesh, job)).toBe("paid");
    await mesh.stop();
  });

  test("by itself it runs now and then, and stops when it is told to", async () => {
    const mesh = await aMesh({ nodes: 2 });
    const retention = retentionOf(mesh, 0, { ...AT_ONCE, everyMs: 10_000 });
    await submit(mesh);
    await settled(mesh);
    await retention.start();
    await mesh.until(async () => (await nodeAt(mesh, 0).context.jobs()).jobs.length === 0, 60_000);
    await retention.stop();
    expect((await nodeAt(mesh, 0).context.jobs()).jobs).toEqual([]);
    await mesh.stop();
  });
});

async function pruneAllTheTime(mesh: LocalMesh): Promise<void> {
  for (let step = 0; step < 20; step++) {
    await mesh.advance(step * 10);
    for (const index of [0, 1]) await prune(mesh, index, { ...AT_ONCE, jobsMs: DAY_MS });
  }
}

function retentionOf(mesh: LocalMesh, index: number, options: RetentionOptions): Retention {
  const { storage } = nodeAt(mesh, index);
  const { clock } = mesh;
  const components = { storage, clock, keptLinks: LOCAL_KEPT_LINKS, logger: createRecordingLogger() };
  return createRetention(components, options);
}

async function prune(
  mesh: LocalMesh,
  index: number,
  { dryRun = false, ...terms }: RetentionTerms & PruneOptions,
): Promise<Pruned> {
  let isDone = false;
  const pruning = retentionOf(mesh, index, terms)
    .prune({ dryRun })
    .finally(() => {
      isDone = true;
    });
  while (!isDone) await mesh.advance(0);
  return pruning;
}

function refsOf(mesh: LocalMesh, index: number): Promise<readonly Ref[]> {
  return collect(nodeAt(mesh, index).storage.refs(""));
}

async function outputOf(mesh: LocalMesh, job: JobId): Promise<string> {
  const output = await nodeAt(mesh, 0).context.getOutput(job);
  if (!output.ok) return output.why;
  const pieces = await collect(output.bytes);
  return pieces.map((piece) => new TextDecoder().decode(piece)).join("");
}
