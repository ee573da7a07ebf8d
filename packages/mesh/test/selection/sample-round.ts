import {
  type Bid,
  bidRecord,
  type Cid,
  cidOf,
  type Did,
  didFromPublicKey,
  type Job,
  type JobId,
  type JobSpec,
  jobRecord,
  type Member,
  memberRecord,
  type NetworkId,
  type Resources,
  type Signed,
} from "@icn-mesh/core";
import {
  type BidCandidate,
  createPermissiveChecker,
  type ExecutorFacts,
  type SelectionRequest,
  selectExecutor,
  weightedPolicy,
} from "@icn-mesh/mesh";

export const net = cidOf(Uint8Array.of(1)) as NetworkId;
export const otherNet = cidOf(Uint8Array.of(2)) as NetworkId;

/** The account number `index`, from 0. */
export function did(index: number): Did {
  const key = new Uint8Array(32);
  new DataView(key.buffer).setUint32(0, index);
  return didFromPublicKey(key);
}

/** One of a flood of accounts: only its text counts, which no key stands behind. */
export function faceless(index: number): Did {
  return `did:key:z6Mk${index}` as Did;
}

export const creator = did(1_000_000);
export const manager = did(1_000_001);
export const charter = did(1_000_002);
const need: Resources = { cpuCores: 1, memoryMb: 512, storageMb: 0 };

export const plainJob: Job = {
  t: "icn/job/1",
  net,
  by: creator,
  via: null,
  nonce: new Uint8Array(8),
  hold: { account: creator, seq: 0, index: 0 },
  unit: "mana",
  budget: 100n,
  pricing: { type: "fixed" },
  manifest: null,
  spec: {
    kind: { type: "echo", params: {} },
    inputs: [],
    outputs: [],
    resources: need,
    limits: { fuel: 1, wallMs: 1, outputBytes: 1 },
    requiredCapabilities: [],
    allowedFederations: [],
    deterministic: true,
  },
  lane: 1,
  priority: 128,
  createdAt: 1000,
  bidWindowMs: 10_000,
  acceptMs: 5000,
  maxExecutionMs: 300_000,
  retry: { maxAttempts: 3, maxRounds: 2, backoffMs: 1000 },
  verification: { type: "signature" },
  sealTo: null,
};

export function jobWith(spec: Partial<JobSpec>, rest: Partial<Job> = {}): Job {
  return { ...plainJob, ...rest, spec: { ...plainJob.spec, ...spec } };
}

export function idOf(job: Job): JobId {
  return cidOf(jobRecord.codec.encode(job)) as JobId;
}

/** What an executor says, on top of a bid for 10 that just fits the job. */
export type BidFields = Partial<Bid> & { readonly by: Did };

/** A bid as it comes off the wire, with a signature that only `isAuthentic` of a test looks at. */
export function bidFor(job: Job, fields: BidFields): Signed<Bid> {
  const body: Bid = {
    t: "icn/bid/1",
    net: job.net,
    via: null,
    job: idOf(job),
    round: 1,
    price: 10n,
    failPrice: 0n,
    needMs: 1000,
    resources: need,
    capabilities: [],
    membership: [],
    validForMs: 30_000,
    bond: null,
    ...fields,
  };
  const bytes = bidRecord.codec.encode(body).slice();
  const cid = cidOf(bytes);
  return { cid, body, bytes, slot: bidRecord.slotOf(body, cid), sig: new Uint8Array(64).fill(1) };
}

export function candidate(job: Job, fields: BidFields, facts: ExecutorFacts = {}): BidCandidate {
  return { bid: bidFor(job, fields), facts };
}

/** Selection by score alone, with every signature good, unless the test says otherwise. */
export function requestFor(job: Job, more: Partial<SelectionRequest> = {}): SelectionRequest {
  return {
    job,
    jobId: idOf(job),
    round: 1,
    at: 5000,
    policy: { ...weightedPolicy(), newcomerPpm: 0 },
    checker: createPermissiveChecker(),
    isAuthentic: () => true,
    ...more,
  };
}

/** A membership by the charter, and its CID. */
export function membership(fields: Partial<Member> & { readonly account: Did }): {
  readonly cid: Cid;
  readonly member: Member;
} {
  const member: Member = {
    t: "icn/member/1",
    net,
    by: charter,
    via: null,
    class: "cooperative",
    scopes: [],
    capabilities: [],
    notAfter: 10_000,
    ...fields,
  };
  return { member, cid: cidOf(memberRecord.codec.encode(member)) };
}

/** A job of which the draw says that it goes to a newcomer, or that it does not. */
export function jobDrawn(isForNewcomers: boolean) {
  for (let nonce = 0; nonce < 256; nonce++) {
    const job = jobWith({}, { nonce: new Uint8Array(8).fill(nonce) });
    const request = requestFor(job, { policy: weightedPolicy() });
    const offers = [candidate(job, { by: did(1) }), candidate(job, { by: did(2) }, { reputation: 500 })];
    if (selectExecutor(offers, request).isNewcomerPick === isForNewcomers) return { job, request };
  }
  throw new Error("no job is drawn so");
}
