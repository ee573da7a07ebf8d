import { cidOf } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { sampleSpec } from "../../src/testing/index.ts";
import { aMesh, freeOf, moneyOf, nodeAt, settled, statusOf, submit, trySubmit } from "../a-mesh.ts";

const LAZY = { nodes: 1 };

describe("submitting a job", () => {
  it("I-1, AC-050: takes the cost from the creator, and the job waits to be run", async () => {
    const mesh = await aMesh(LAZY);
    const job = await submit(mesh, { cost: 100n });
    expect(freeOf(mesh, 0)).toBe(900n);
    expect(await statusOf(mesh, job)).toBe("BiddingOpen");
    await mesh.stop();
  });

  it("E7 ledger refuses, I-1, AC-051: refuses what cannot be paid, and stores nothing of it", async () => {
    const mesh = await aMesh(LAZY);
    const before = nodeAt(mesh, 0).disk.refs.size;
    const result = await trySubmit(mesh, { cost: 1001n });
    expect(result).toMatchObject({ ok: false, refusal: { code: "ECONOMICS_INSUFFICIENT", short: 1n } });
    expect(nodeAt(mesh, 0).disk.refs.size).toBe(before);
    expect(freeOf(mesh, 0)).toBe(1000n);
    expect(nodeAt(mesh, 0).context.manager.open).toBe(0);
    await mesh.stop();
  });

  it("E7 malformed input, AC-053: refuses a spec that is none, naming the field", async () => {
    const mesh = await aMesh(LAZY);
    const spec = { limits: { fuel: -1, wallMs: 1, outputBytes: 1 } };
    const result = await trySubmit(mesh, { spec });
    expect(result).toMatchObject({ refusal: { code: "RUNTIME_INVALID_SPEC", path: "limits.fuel" } });
    expect(freeOf(mesh, 0)).toBe(1000n);
    await mesh.stop();
  });

  it("refuses a kind that nobody registered, and parameters that are not those of the kind", async () => {
    const mesh = await aMesh(LAZY);
    const unknown = await trySubmit(mesh, { spec: { kind: { type: "abacus", params: {} } } });
    expect(unknown).toMatchObject({ refusal: { code: "RUNTIME_UNKNOWN_KIND", kind: "abacus" } });
    const wrong = await trySubmit(mesh, { spec: { kind: { type: "echo", params: { load: 1 } } } });
    expect(wrong).toMatchObject({ refusal: { code: "RUNTIME_INVALID_SPEC", path: "kind.params.payload" } });
    await mesh.stop();
  });

  it("refuses a manifest that is not in the store", async () => {
    const mesh = await aMesh(LAZY);
    const { context } = nodeAt(mesh, 0);
    const manifest = cidOf(Uint8Array.of(1), "raw");
    const spec = { ...(await import("../../src/testing/index.ts")).sampleSpec() };
    const result = await context.submitJob(manifest, spec, 10n);
    expect(result).toMatchObject({ refusal: { code: "RUNTIME_UNKNOWN_MANIFEST", manifest } });
    await mesh.stop();
  });

  it("AC-052: refuses a job that no record has room for, before anything is charged", async () => {
    const mesh = await aMesh(LAZY);
    const args = Array.from({ length: 64 }, () => "x".repeat(1024));
    const result = await trySubmit(mesh, { spec: { args } });
    expect(result).toMatchObject({ refusal: { code: "RUNTIME_JOB_TOO_LARGE" } });
    const next = await trySubmit(mesh);
    expect(next.ok).toBe(true);
    await mesh.stop();
  });

  it("gives the job that is there to whoever submits with the same key again", async () => {
    const mesh = await aMesh();
    const options = { idempotencyKey: "once" };
    const [first, second] = await Promise.all([
      trySubmit(mesh, { options }),
      trySubmit(mesh, { options, cost: 5n }),
    ]);
    expect(first).toMatchObject({ ok: true, isNew: true });
    expect(second).toMatchObject({ ok: true, isNew: false, job: first.ok && first.job });
    await settled(mesh);
    expect(await trySubmit(mesh, { options })).toMatchObject({ isNew: false });
    expect(mesh.nodes.reduce((sum, { context }) => sum + context.balance().free, 0n)).toBe(3000n);
    await mesh.stop();
  });

  it("gives a principal an account of its own, which pays for its jobs", async () => {
    const mesh = await aMesh();
    const { accounts } = nodeAt(mesh, 0).context;
    const principal = await accounts.principal("alice");
    const refused = await trySubmit(mesh, { options: { principal: "alice" } });
    expect(refused).toMatchObject({ refusal: { code: "ECONOMICS_INSUFFICIENT" } });
    const transfer = { type: "transfer", to: principal.account, unit: "mana", amount: 300n } as const;
    const paid = await accounts.own.perform({ action: transfer });
    if (!paid.ok) throw new Error(paid.refusal.code);
    const proof = await accounts.own.proof(paid.value.slot);
    await principal.learn(proof!);
    await principal.idle();
    const job = await submit(mesh, { options: { principal: "alice" } });
    await settled(mesh);
    const { lifecycle } = (await nodeAt(mesh, 0).context.job(job))!;
    expect(lifecycle.job.body).toMatchObject({ by: principal.account, manager: nodeAt(mesh, 0).did });
    expect([await statusOf(mesh, job), await moneyOf(mesh, job)]).toEqual(["Completed", "paid"]);
    const { price } = lifecycle.assignment!.body;
    expect(nodeAt(mesh, 0).context.balance(principal.account).free).toBe(300n - price);
    await mesh.stop();
  });
});

describe("looking at a submission", () => {
  it("says what it would hold, and writes and takes nothing", async () => {
    const mesh = await aMesh(LAZY);
    const { context, disk } = nodeAt(mesh, 0);
    const before = disk.refs.size;
    const verification = { type: "quorum", replicas: 3, agree: 2 } as const;
    const estimate = await context.estimate(null, sampleSpec(), 100n, { verification, spare: 7n });
    expect(estimate).toEqual({ ok: true, budget: 100n, hold: 307n });
    expect(disk.refs.size).toBe(before);
    expect(freeOf(mesh, 0)).toBe(1000n);
    await mesh.stop();
  });

  it("refuses what a submission would refuse", async () => {
    const mesh = await aMesh(LAZY);
    const spec = sampleSpec({ args: Array.from({ length: 64 }, () => "x".repeat(1024)) });
    const estimate = await nodeAt(mesh, 0).context.estimate(null, spec, 100n);
    expect(estimate).toMatchObject({ refusal: { code: "RUNTIME_JOB_TOO_LARGE" } });
    await mesh.stop();
  });
});
