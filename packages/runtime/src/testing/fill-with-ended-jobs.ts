import {
  type BlockInput,
  type Cid,
  cidOf,
  type Job,
  type JobId,
  jobRecord,
  type NetworkId,
  type RefChange,
  readRecord,
  type Storage,
} from "@icn-mesh/core";
import { sampleDid } from "@icn-mesh/core/testing";
import { createJobBook } from "../job/job-book.ts";
import { summaryCodec, summaryOf } from "../job/job-summary.ts";
import { refNames } from "../job/ref-names.ts";
import { localMeshError } from "./local-mesh-error.ts";
import { sampleSpec } from "./sample-spec.ts";

/** How many jobs, and when they ended. */
export interface EndedJobs {
  readonly count: number;
  readonly at: number;
}

const AT_A_TIME = 250;

/** Fills a store with jobs that have ended, with their histories, summaries and idempotency keys. Nobody has signed them. */
export async function fillWithEndedJobs(storage: Storage, { count, at }: EndedJobs): Promise<void> {
  for (let from = 0; from < count; from += AT_A_TIME) {
    const length = Math.min(AT_A_TIME, count - from);
    const jobs = Array.from({ length }, (_, index) => endedJob(from + index, at));
    const refs = jobs.flatMap((job) => job.refs);
    const result = await storage.commit({ blocks: jobs.flatMap(({ blocks }) => blocks), refs });
    if (!result.ok) throw localMeshError(`${result.ref} is there already`);
  }
}

function endedJob(
  number: number,
  at: number,
): { readonly blocks: readonly BlockInput[]; readonly refs: readonly RefChange[] } {
  const bytes = jobRecord.codec.encode(bodyOf(number, at));
  const job = readRecord(jobRecord, bytes, new Uint8Array(64));
  if (!job.ok) throw localMeshError("not a job");
  const book = createJobBook(job.value);
  const plan = book.plan([job.value, { type: "ended", status: "failed", reason: "unfunded", at }]);
  book.adopt(plan);
  const summary = summaryCodec.encode(summaryOf(book));
  const to = (name: string, cid: Cid): RefChange => ({ name, expect: null, to: cid });
  return {
    blocks: [...[...plan.entries, ...plan.facts].map((each) => ({ bytes: each.bytes })), { bytes: summary }],
    refs: [
      to(refNames.done(book.id), book.head ?? job.value.cid),
      to(refNames.summary(book.id), cidOf(summary)),
      to(refNames.idempotency(job.value.body.by, `job ${number}`), book.id as JobId as string as Cid),
    ],
  };
}

function bodyOf(number: number, createdAt: number): Job {
  const nonce = new Uint8Array(16);
  new DataView(nonce.buffer).setUint32(0, number);
  const by = sampleDid(1);
  return {
    t: "icn/job/1",
    net: cidOf(Uint8Array.of(0xa0)) as string as NetworkId,
    by,
    via: null,
    nonce,
    hold: { account: by, seq: number, index: 0 },
    unit: "mana",
    budget: 1n,
    pricing: { type: "fixed" },
    manifest: null,
    spec: sampleSpec(),
    lane: 1,
    priority: 128,
    createdAt,
    bidWindowMs: 1000,
    acceptMs: 1000,
    maxExecutionMs: 1000,
    retry: { maxAttempts: 1, maxRounds: 1, backoffMs: 1 },
    verification: { type: "signature" },
    sealTo: null,
  };
}
