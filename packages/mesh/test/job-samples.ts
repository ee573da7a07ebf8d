import {
  type AnyBody,
  type Assignment,
  type Bid,
  type Cid,
  type Commit,
  cidOf,
  type Did,
  type Entry,
  type ExecutionReceipt,
  entryRecord,
  type Happening,
  type Job,
  type JobCheckpoint,
  type JobId,
  type NetworkId,
  type ProgressReport,
  recordOfType,
} from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import { commitmentTo, type Fact } from "@icn-mesh/mesh";

// One job as its records tell it. Each function gives a whole body, in which a test changes what it is about.

export const creator = sampleDid(100);
export const executor = sampleDid(1);
export const net = cidOf(Uint8Array.of(0xa0)) as NetworkId;
export const someCid = (number: number): Cid => cidOf(Uint8Array.of(number), "raw");

const sig = new Uint8Array(64);
const signedBy = (by: Did) => ({ net, by, via: null });

/** The body under its name. */
export function factOf<Body extends AnyBody>(body: Body): Fact<Body> {
  const definition = recordOfType(body.t);
  if (definition === undefined) throw new Error(`no record ${body.t}`);
  return { cid: cidOf(definition.codec.encode(body)), body };
}

export function jobBody(changes: Partial<Job> = {}): Job {
  return {
    ...signedBy(creator),
    t: "icn/job/1",
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
      resources: { cpuCores: 1, memoryMb: 64, storageMb: 0 },
      limits: { fuel: 1000, wallMs: 1000, outputBytes: 1000 },
      requiredCapabilities: [],
      allowedFederations: [],
      deterministic: true,
    },
    lane: 1,
    priority: 0,
    createdAt: 0,
    bidWindowMs: 10_000,
    acceptMs: 5000,
    maxExecutionMs: 300_000,
    retry: { maxAttempts: 3, maxRounds: 2, backoffMs: 1000 },
    verification: { type: "signature" },
    sealTo: null,
    ...changes,
  };
}

export function bidBody(job: Fact<Job>, changes: Partial<Bid> = {}): Bid {
  return {
    ...signedBy(executor),
    t: "icn/bid/1",
    job: job.cid as JobId,
    round: 1,
    price: 40n,
    failPrice: 4n,
    needMs: 10_000,
    resources: { cpuCores: 1, memoryMb: 64, storageMb: 0 },
    capabilities: [],
    membership: [],
    validForMs: 60_000,
    bond: null,
    ...changes,
  };
}

export function assignmentBody(
  job: Fact<Job>,
  bid: Fact<Bid>,
  changes: Partial<Assignment> = {},
): Assignment {
  return {
    ...signedBy(job.body.manager ?? job.body.by),
    t: "icn/assign/1",
    job: job.cid as JobId,
    hold: job.body.hold,
    seq: 0,
    prev: null,
    replica: 0,
    attempt: 1,
    executor: bid.body.by,
    bid: bid.cid,
    price: bid.body.price,
    leaseMs: 30_000,
    claimBy: 100_000,
    resumeFrom: null,
    sealed: null,
    ...changes,
  };
}

export function receiptBody(
  assignment: Fact<Assignment>,
  changes: Partial<ExecutionReceipt> = {},
): ExecutionReceipt {
  return {
    ...signedBy(assignment.body.executor),
    t: "icn/receipt/1",
    assignment: assignment.cid,
    outcome: { type: "ok", result: someCid(1), outputs: {} },
    usage: { fuel: 1, wallMs: 1, peakMemoryBytes: 1, outputBytes: 1 },
    profile: { engine: "echo", version: "1" },
    logs: null,
    resumedFrom: null,
    onBehalf: null,
    startedAt: 1000,
    finishedAt: 2000,
    salt: null,
    sealed: null,
    ...changes,
  };
}

/** A receipt of a failure. */
export function failureBody(assignment: Fact<Assignment>, failureClass: string): ExecutionReceipt {
  return receiptBody(assignment, { outcome: { type: "failed", class: failureClass, message: "" } });
}

export function commitBody(assignment: Fact<Assignment>, receipt: Cid): Commit {
  const hash = Uint8Array.from(commitmentTo(receipt));
  return { ...signedBy(assignment.body.executor), t: "icn/commit/1", assignment: assignment.cid, hash };
}

export function answerBody(assignment: Fact<Assignment>, accepted = true): AnyBody {
  return { ...signedBy(assignment.body.executor), t: "icn/accept/1", assignment: assignment.cid, accepted };
}

export function releaseBody(assignment: Fact<Assignment>, partPrice = 0n) {
  return {
    ...signedBy(assignment.body.executor),
    t: "icn/release/1" as const,
    assignment: assignment.cid,
    partPrice,
  };
}

export function checkpointBody(
  assignment: Fact<Assignment>,
  changes: Partial<JobCheckpoint> = {},
): JobCheckpoint {
  return {
    ...signedBy(assignment.body.executor),
    t: "icn/checkpoint/1",
    assignment: assignment.cid,
    seq: 0,
    at: 0,
    checkpointId: "half way",
    stage: "render",
    percent: 3000,
    state: someCid(7),
    prev: null,
    intermediate: null,
    ...changes,
  };
}

export function progressBody(
  assignment: Fact<Assignment>,
  changes: Partial<ProgressReport> = {},
): ProgressReport {
  return {
    ...signedBy(assignment.body.executor),
    t: "icn/progress/1",
    assignment: assignment.cid,
    seq: 0,
    at: 0,
    stage: "render",
    percent: 1000,
    etaMs: 9000,
    message: "a tenth",
    completedStages: ["fetch"],
    remainingStages: ["render", "pack"],
    ...changes,
  };
}

/** What an entry is made from: a body that it admits, or a decision. */
export type Told = AnyBody | Exclude<Happening, { type: "fact" }>;

/** A history that its manager wrote without a mistake, and the facts that it admits. */
export function historyOf(job: Fact<Job>, told: readonly Told[]) {
  const facts: Fact<AnyBody>[] = [];
  const entries: Fact<Entry>[] = [];
  for (const [seq, said] of told.entries()) {
    const prev = entries.at(-1)?.cid ?? null;
    entries.push(entryOf(job, { seq, prev, happened: happeningOf(said, facts) }));
  }
  return { job, entries, facts };
}

/** One entry of the job's manager. */
export function entryOf(job: Fact<Job>, rest: Pick<Entry, "seq" | "prev" | "happened">): Fact<Entry> {
  const by = job.body.manager ?? job.body.by;
  const body: Entry = {
    ...signedBy(by),
    t: entryRecord.type as "icn/entry/1",
    job: job.cid as JobId,
    ...rest,
  };
  return factOf(body);
}

function happeningOf(said: Told, facts: Fact<AnyBody>[]): Happening {
  if (!("t" in said)) return said;
  const fact = factOf(said);
  facts.push(fact);
  return { type: "fact", cid: fact.cid, sig };
}
