import {
  type Job,
  type JobId,
  jobRecord,
  type Operation,
  operationRecord,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import { sampleJob } from "@icn-mesh/economics/testing";
import { describe, expect, it } from "vitest";
import type { LocalMesh } from "../../src/testing/index.ts";
import { aMesh, moneyOf, nodeAt, settled, statusOf } from "../a-mesh.ts";

/** A creator with a key of its own, which the first node does not have, and mana. */
async function aClient() {
  const mesh = await aMesh();
  const { accounts } = nodeAt(mesh, 2).context;
  const wallet = await accounts.principal("client");
  const transfer = { type: "transfer", to: wallet.account, unit: "mana", amount: 500n } as const;
  const paying = accounts.own.perform({ action: transfer });
  await mesh.advance(0);
  const paid = await paying;
  if (!paid.ok) throw new Error(paid.refusal.code);
  await wallet.learn((await accounts.own.proof(paid.value.slot))!);
  const taking = wallet.idle();
  await mesh.advance(0);
  await taking;
  const head = wallet.ledger.account(wallet.account)!;
  return { mesh, signer: accounts.signerOf(wallet.account)!, head: { seq: head.next, prev: head.head } };
}

async function signedJob(
  mesh: LocalMesh,
  by: Signer,
  { seq, prev, changes = {} }: { seq: number; prev: Operation["prev"]; changes?: Partial<Job> },
): Promise<{ job: Signed<Job>; operation: Signed<Operation> }> {
  const { net } = mesh.federation;
  const hold = { account: by.did, seq, index: 0 };
  const { body } = sampleJob(net, hold, { manager: nodeAt(mesh, 0).did, ...changes });
  const job = await signRecord(jobRecord, body, by);
  const expiresAt = mesh.clock.now() + 3_600_000;
  const action = {
    type: "hold",
    job: job.cid as string as JobId,
    unit: "mana",
    amount: body.budget,
    expiresAt,
  } as const;
  const operation = { t: "icn/op/1", net, by: by.did, via: null, seq, prev, do: [action] } as const;
  return { job, operation: await signRecord(operationRecord, operation as unknown as Operation, by) };
}

describe("a creator with a key of its own", () => {
  it("brings its job and its hold, and pays for the result", async () => {
    const { mesh, signer, head } = await aClient();
    const { context } = nodeAt(mesh, 0);
    const asking = context.accountHead(signer.did);
    await mesh.advance(0);
    expect(await asking).toEqual(head);
    const submission = await signedJob(mesh, signer, head);
    const submitting = context.submitSigned({ ...submission, idempotencyKey: "mine" });
    await mesh.advance(0);
    const submitted = await submitting;
    if (!submitted.ok) throw new Error(submitted.refusal.code);
    await settled(mesh);
    expect([await statusOf(mesh, submitted.job), await moneyOf(mesh, submitted.job)]).toEqual([
      "Completed",
      "paid",
    ]);
    expect((await context.job(submitted.job))!.lifecycle.job.body.by).toBe(signer.did);
    const again = context.submitSigned({ ...submission, idempotencyKey: "mine" });
    expect(await again).toMatchObject({ ok: true, isNew: false, job: submitted.job });
    await mesh.stop();
  });

  it("is refused a job for another manager, one that is not held for, and one that it has not signed", async () => {
    const { mesh, signer, head } = await aClient();
    const { context } = nodeAt(mesh, 0);
    const other = await signedJob(mesh, signer, { ...head, changes: { manager: nodeAt(mesh, 1).did } });
    expect(await context.submitSigned(other)).toMatchObject({ refusal: { path: "manager" } });
    const one = await signedJob(mesh, signer, head);
    const two = await signedJob(mesh, signer, { ...head, changes: { budget: 7n } });
    expect(await context.submitSigned({ ...one, operation: two.operation })).toMatchObject({
      refusal: { path: "hold" },
    });
    const forged = { ...one.job, sig: two.job.sig };
    const refused = await context.submitSigned({ ...one, job: forged });
    expect(refused).toMatchObject({ refusal: { code: "ECONOMICS_BAD_SIGNATURE" } });
    expect(context.manager.open).toBe(0);
    await mesh.stop();
  });

  it("leaves nothing behind where nobody has given to it", async () => {
    const { mesh, signer, head } = await aClient();
    const { context } = nodeAt(mesh, 0);
    const fresh = await signedJob(mesh, signer, { seq: 0, prev: null });
    expect(await context.submitSigned(fresh)).toMatchObject({
      refusal: { code: "ECONOMICS_UNKNOWN_ACCOUNT" },
    });
    // Guards wait for the operations before this one, which nobody has signed.
    const ahead = await signedJob(mesh, signer, { ...head, seq: head.seq + 5 });
    const giveUp = new AbortController();
    const submitting = context.submitSigned({ ...ahead, signal: giveUp.signal });
    const ended = expect(submitting).rejects.toThrow("nobody waits any more");
    await mesh.advance(60_000);
    giveUp.abort(new Error("nobody waits any more"));
    await mesh.advance(0);
    await ended;
    expect(context.manager.open).toBe(0);
    expect(await context.storage.ref(`job/${ahead.job.cid}`)).toBeNull();
    await mesh.stop();
  });
});
