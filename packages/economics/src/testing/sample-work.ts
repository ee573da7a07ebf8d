import {
  type Acceptance,
  type Assignment,
  acceptanceRecord,
  type Bid,
  bidRecord,
  type Cid,
  cidOf,
  type ExecutionReceipt,
  type HoldId,
  type Job,
  type JobId,
  jobRecord,
  type NetworkId,
  type Release,
  receiptRecord,
  releaseRecord,
  type Signed,
  type Signer,
  signRecord,
} from "@icn-mesh/core";

/** A block that stands for any result. */
export const sampleResult: Cid = cidOf(Uint8Array.of(1, 2, 3), "raw");

/** A small job of an account, held for at a place; change what a test is about. */
export function sampleJob(
  net: NetworkId,
  hold: HoldId,
  changes: Partial<Job> = {},
): { readonly cid: JobId; readonly body: Job; readonly bytes: Uint8Array } {
  const body: Job = {
    t: "icn/job/1",
    net,
    by: hold.account,
    via: null,
    nonce: new Uint8Array(8).fill(hold.index),
    hold,
    unit: "mana",
    budget: 100n,
    pricing: { type: "fixed" },
    manifest: null,
    spec: {
      kind: { type: "echo", params: { payload: "hello" } },
      inputs: [],
      outputs: [],
      resources: { cpuCores: 1, memoryMb: 64, storageMb: 0 },
      limits: { fuel: 1_000_000, wallMs: 1000, outputBytes: 4096 },
      requiredCapabilities: [],
      allowedFederations: [],
      deterministic: true,
    },
    lane: 1,
    priority: 0,
    createdAt: 0,
    bidWindowMs: 10_000,
    acceptMs: 5_000,
    maxExecutionMs: 300_000,
    retry: { maxAttempts: 3, maxRounds: 2, backoffMs: 1000 },
    verification: { type: "signature" },
    sealTo: null,
    ...changes,
  };
  const bytes = jobRecord.codec.encode(body);
  return { cid: cidOf(bytes) as string as JobId, body, bytes };
}

/** A bid of an executor for a job. */
export async function sampleBid(
  net: NetworkId,
  job: JobId,
  { by, changes = {} }: { readonly by: Signer; readonly changes?: Partial<Bid> },
): Promise<Signed<Bid>> {
  const body: Bid = {
    t: "icn/bid/1",
    net,
    by: by.did,
    via: null,
    job,
    round: 1,
    price: 80n,
    failPrice: 8n,
    needMs: 60_000,
    resources: { cpuCores: 1, memoryMb: 64, storageMb: 0 },
    capabilities: [],
    membership: [],
    validForMs: 60_000,
    bond: null,
    ...changes,
  };
  return signRecord(bidRecord, body, by);
}

/** The body of an assignment for a bid, as the next link of a hold. */
export function sampleAssignment(
  { body: job, cid }: { readonly cid: JobId; readonly body: Job },
  bid: Signed<Bid>,
  changes: Pick<Assignment, "claimBy"> & Partial<Assignment>,
): Assignment {
  return {
    t: "icn/assign/1",
    net: job.net,
    by: job.manager ?? job.by,
    via: null,
    job: cid,
    hold: job.hold,
    seq: 0,
    prev: null,
    replica: 0,
    attempt: 1,
    executor: bid.body.by,
    bid: bid.cid,
    price: bid.body.price,
    leaseMs: 30_000,
    resumeFrom: null,
    sealed: null,
    ...changes,
  };
}

/** The executor's acceptance of an assignment. */
export function sampleAcceptance(
  { cid, body }: Pick<Signed<Assignment>, "cid" | "body">,
  by: Signer,
  changes: Partial<Acceptance> = {},
): Promise<Signed<Acceptance>> {
  return signRecord(
    acceptanceRecord,
    { t: "icn/accept/1", net: body.net, by: by.did, via: null, assignment: cid, accepted: true, ...changes },
    by,
  );
}

/** The executor's receipt for an assignment: ok, within a second. */
export function sampleReceipt(
  { cid, net }: { readonly cid: Cid; readonly net: NetworkId },
  by: Signer,
  changes: Partial<ExecutionReceipt> = {},
): Promise<Signed<ExecutionReceipt>> {
  const body: ExecutionReceipt = {
    t: "icn/receipt/1",
    net,
    by: by.did,
    via: null,
    assignment: cid,
    outcome: { type: "ok", result: sampleResult, outputs: {} },
    usage: { fuel: 1, wallMs: 1000, peakMemoryBytes: 1, outputBytes: 3 },
    profile: { engine: "echo", version: "1" },
    logs: null,
    resumedFrom: null,
    onBehalf: null,
    startedAt: 0,
    finishedAt: 1000,
    salt: null,
    sealed: null,
    ...changes,
  };
  return signRecord(receiptRecord, body, by);
}

/** The executor gives an assignment back, for a part of the price. */
export function sampleRelease(
  { cid, net }: { readonly cid: Cid; readonly net: NetworkId },
  by: Signer,
  partPrice = 0n,
): Promise<Signed<Release>> {
  return signRecord(
    releaseRecord,
    { t: "icn/release/1", net, by: by.did, via: null, assignment: cid, partPrice },
    by,
  );
}
