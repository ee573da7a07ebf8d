import {
  type Action,
  createKeySigner,
  createSeededRng,
  type Job,
  type JobId,
  jobRecord,
  type Operation,
  operationRecord,
  type Signer,
  sealRecord,
  signRecord,
} from "@icn-mesh/core";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { sampleJob } from "@icn-mesh/economics/testing";
import { base64pad } from "multiformats/bases/base64";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aGateway, type GatewayScene } from "../a-gateway.ts";

const engine = nodeCryptoEngine();
const keyOf = (seed: string) => createKeySigner({ engine, secretKey: createSeededRng(seed).bytes(32) });
const creator = keyOf("a creator");
const other = keyOf("somebody else");

let scene: GatewayScene;
beforeAll(async () => {
  scene = await aGateway({
    // A creator whose job another node manages has so long to object before its executor is paid.
    mesh: { constitution: { graceMs: 10 } },
    settings: { auth: "keys", signers: "anyone" },
  });
});
afterAll(() => scene.stop());

const operator = () => scene.clientAs({ signer: scene.node.signer });
const problemOf = (asked: Promise<unknown>) => asked.then(String, (error) => error.failure.problem);

/** A job and its hold, which first takes in what was given. */
async function signedJob(
  by: Signer,
  { given = [], nonce }: { readonly given?: readonly Action[]; readonly nonce: number },
): Promise<{ readonly job: string; readonly operation: string }> {
  const { net } = scene.mesh.federation;
  const { seq, prev } = await scene.clientAs({ signer: by }).showAccountHead({ params: { did: by.did } });
  const hold = { account: by.did, seq, index: given.length };
  const changes: Partial<Job> = {
    manager: scene.node.did,
    enoughBids: 1,
    bidWindowMs: 60_000,
    createdAt: Date.now(),
    nonce: new Uint8Array(8).fill(nonce),
  };
  const job = await signRecord(jobRecord, sampleJob(net, hold, changes).body, by);
  const id = job.cid as string as JobId;
  const expiresAt = Date.now() + 3_600_000;
  const holding: Action = { type: "hold", job: id, unit: "mana", amount: job.body.budget, expiresAt };
  const body: Operation = { t: "icn/op/1", net, by: by.did, via: null, seq, prev, do: [...given, holding] };
  const operation = await signRecord(operationRecord, body, by);
  return {
    job: base64pad.baseEncode(sealRecord(job)),
    operation: base64pad.baseEncode(sealRecord(operation)),
  };
}

describe("a job that its creator has signed", () => {
  it("is paid from an account that took in what it was given, and is the creator's alone to see", async () => {
    const client = scene.clientAs({ signer: creator });
    const start = await client.showAccountHead({ params: { did: creator.did } });
    expect(start).toEqual({ account: creator.did, seq: 0, prev: null });
    const { slot, index } = await operator().transferMana({ body: { to: creator.did, amount: "150" } });
    const body = await signedJob(creator, { given: [{ type: "receive", slot, index }], nonce: 1 });
    const { id, isNew } = await client.submitSignedJob({ body, idempotencyKey: "mine" });
    expect(isNew).toBe(true);
    expect(await client.submitSignedJob({ body, idempotencyKey: "mine" })).toEqual({ id, isNew: false });
    const events: string[] = [];
    for await (const { event } of client.jobEvents({ params: { id } })) events.push(event);
    expect(events.at(-1)).toBe("finished");
    const job = await client.showJob({ params: { id } });
    expect(job).toMatchObject({ status: "Completed", settlement: "paid", creator: creator.did });
    expect((await client.showAccountHead({ params: { did: creator.did } })).seq).toBe(1);
    expect(await client.verifyHistory(id, { net: scene.mesh.federation.net })).toMatchObject({
      proven: true,
    });
    const stranger = scene.clientAs({ signer: other });
    expect(await problemOf(stranger.showJob({ params: { id } }))).toMatchObject({ status: 404, what: "job" });
  });

  it("is refused from anybody else, without mana, and where it is no record", async () => {
    const body = await signedJob(other, { nonce: 2 });
    const asCreator = scene.clientAs({ signer: creator }).submitSignedJob({ body });
    expect(await problemOf(asCreator)).toMatchObject({ status: 403, code: "GATEWAY_NOT_ALLOWED" });
    const client = scene.clientAs({ signer: other });
    const poor = await problemOf(client.submitSignedJob({ body }));
    expect(poor).toMatchObject({ status: 402, code: "ECONOMICS_UNKNOWN_ACCOUNT" });
    const garbage = client.submitSignedJob({ body: { ...body, job: "AAAA" } });
    expect(await problemOf(garbage)).toMatchObject({ status: 422, code: "ECONOMICS_BAD_BYTES" });
    const swapped = client.submitSignedJob({ body: { job: body.operation, operation: body.job } });
    expect(await problemOf(swapped)).toMatchObject({ status: 422, code: "ECONOMICS_BAD_BYTES" });
  });
});
