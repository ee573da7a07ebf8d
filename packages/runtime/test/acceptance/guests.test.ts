import { cidOf, createVerifier, type JobSpec, sealRecord, verifySigned } from "@icn-mesh/core";
import { nodeCryptoEngine, systemClock } from "@icn-mesh/core/node";
import { sampleReceipt } from "@icn-mesh/economics/testing";
import { createWorkerRunner } from "@icn-mesh/sandbox/node";
import { afterAll, describe, expect, it } from "vitest";
import { createSampleRunner, type LocalMesh, sampleSpec } from "../../src/testing/index.ts";
import { ledGuest } from "../a-guest.ts";
import { aMesh, nodeAt, settled, statusOf, submit } from "../a-mesh.ts";
import { inTime } from "./in-time.ts";

const runner = createWorkerRunner({ clock: systemClock }, { threads: 1 });
afterAll(() => runner.close());

const module = (base64: string) => Uint8Array.from(Buffer.from(base64, "base64"));
/** `run` returns what `host_account_get_mana` says. */
const MANA = module(
  "AGFzbQEAAAABBQFgAAF+Ah0BA2ljbhVob3N0X2FjY291bnRfZ2V0X21hbmEAAAMCAQAHBwEDcnVuAAEKBgEEABAACw==",
);
/** `run` is a loop without an end. */
const SPIN = module("AGFzbQEAAAABBQFgAAF+AwIBAAcHAQNydW4AAAoLAQkAA0AMAAtCAAs=");

/** A mesh whose first node runs contracts for itself. */
async function aHost() {
  const mesh = await aMesh({
    clock: systemClock,
    node: (index) => (index === 0 ? { runs: true, runner, guestAllowance: () => 15n } : {}),
  });
  return mesh;
}

async function contract(mesh: LocalMesh, code: Uint8Array, changes: Partial<JobSpec> = {}) {
  const { context } = nodeAt(mesh, 0);
  const manifest = await context.putInput([code]);
  const spec = sampleSpec({ kind: { type: "ccl-wasm", params: {} }, ...changes });
  const submitted = await inTime(mesh, context.submitJob(manifest, spec, 1n));
  if (!submitted.ok) throw new Error(submitted.refusal.code);
  return submitted.job;
}

const verifier = createVerifier({ engine: nodeCryptoEngine() });

/** The receipt of a job, once it is over, as its executor signed it. */
async function receiptOf(mesh: LocalMesh, job: Awaited<ReturnType<typeof contract>>) {
  const { facts } = (await nodeAt(mesh, 0).context.evidence(job))!;
  const receipt = facts.find(({ body }) => body.t === "icn/receipt/1")!;
  expect(verifySigned(receipt, verifier).ok).toBe(true);
  return receipt.body as Awaited<ReturnType<typeof sampleReceipt>>["body"];
}

/** More time than any of it takes, for threads start slowly on a busy machine. */
const limits = { fuel: 5_000_000, wallMs: 30_000, outputBytes: 4096 };

describe("a guest in the real sandbox", () => {
  it("AC-110: returns what the host says of its account, in a receipt of its executor", async () => {
    const mesh = await aHost();
    const job = await contract(mesh, MANA, { limits, deterministic: false });
    await settled(mesh);
    const receipt = await receiptOf(mesh, job);
    const result = Uint8Array.from(Buffer.from(new BigInt64Array([999n]).buffer));
    expect(receipt).toMatchObject({
      by: nodeAt(mesh, 0).did,
      outcome: { type: "ok", result: cidOf(result, "raw") },
    });
    await mesh.stop();
  });

  it("AC-117: that breaks a limit leaves a signed failure, and its host answers all the while", async () => {
    const mesh = await aHost();
    const job = await contract(mesh, SPIN, { limits });
    const answered = nodeAt(mesh, 1).context.askStatus(nodeAt(mesh, 0).did, job);
    expect(await answered).toMatchObject({ type: "manager" });
    await settled(mesh);
    expect(await statusOf(mesh, job)).toBe("Failed out-of-fuel");
    const { outcome } = await receiptOf(mesh, job);
    expect(outcome).toMatchObject({
      type: "failed",
      class: "out-of-fuel",
      message: expect.stringMatching(/./),
    });
    const next = await contract(mesh, MANA, { limits, deterministic: false });
    await settled(mesh);
    expect(await statusOf(mesh, next)).toBe("Completed");
    await mesh.stop();
  });
});

it("AC-114: a guest anchors the receipt of another job, whose executor gains reputation by it", async () => {
  const other = ledGuest();
  let envelope = new Uint8Array(0);
  let anchored: string | undefined;
  const contracts = createSampleRunner({
    async "ccl-wasm"(_, { hostCalls }) {
      anchored = await hostCalls?.anchorReceipt(envelope);
      return { type: "ok", result: Uint8Array.of(1), outputs: new Map() };
    },
  });
  const mint = { rate: 10n, cap: 1000n, epochMs: 60_000 };
  const mesh = await aMesh({
    nodes: 2,
    constitution: { mint },
    node: (index) =>
      index === 0
        ? { runs: true, runner: contracts, guestAllowance: () => 1n, bids: () => null }
        : { runner: other.runner },
  });
  const job = await submit(mesh);
  await mesh.advance(100);
  await other.began;
  const { context } = nodeAt(mesh, 0);
  const executor = nodeAt(mesh, 1);
  const { cid } = (await context.job(job))!.lifecycle.assignment!;
  const stored = await executor.storage.commit({ blocks: [{ codec: "raw", bytes: Uint8Array.of(7) }] });
  const result = cidOf(Uint8Array.of(7), "raw");
  expect(stored.ok).toBe(true);
  const outcome = { type: "ok", result, outputs: {} } as const;
  const receipt = await sampleReceipt({ cid, net: mesh.federation.net }, executor.signer, { outcome });
  envelope = Uint8Array.from(sealRecord(receipt));
  await contract(mesh, Uint8Array.of(0, 97, 115, 109));
  await mesh.until(() => anchored !== undefined);
  expect(anchored).toBe(receipt.cid);
  await mesh.until(async () => (await statusOf(mesh, job)) === "Completed");
  other.end();
  await settled(mesh, 3_600_000);
  await mesh.advance(600_000);
  expect((await context.job(job))!.lifecycle.receipt!.cid).toBe(receipt.cid);
  expect(context.reputation(executor.did)).toBe(1);
  await mesh.stop();
});
