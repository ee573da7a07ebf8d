import {
  type BlockInput,
  type Cid,
  cidOf,
  type Entry,
  entryRecord,
  type Job,
  type JobId,
  jobRecord,
  type RefChange,
  readRecord,
  type Signed,
  type Signer,
  type Storage,
} from "@icn-mesh/core";
import { type Chain, oldestFirst } from "@icn-mesh/dag";
import { RuntimeError } from "../errors.ts";
import { type BookPlan, createJobBook, type JobBook } from "./job-book.ts";
import { summaryCodec, summaryOf } from "./job-summary.ts";
import { ownBlock, ownFact } from "./own-records.ts";
import { refNames } from "./ref-names.ts";
import type { Said } from "./said.ts";

/** What else is written in the commit of a plan. */
export interface BookExtras {
  readonly blocks?: readonly BlockInput[];
  readonly refs?: readonly RefChange[];
}

const entries: Chain<Entry> = { codec: entryRecord.codec, prevOf: ({ prev }) => prev };

/**
 * Makes a plan durable in one commit: its entries, the facts that they admit, the head of the history, the summary if
 * the status changes, and the extras. Throws `RUNTIME_OVERTAKEN` if somebody else has moved one of the refs.
 */
export async function commitPlan(
  storage: Storage,
  book: JobBook,
  { plan, extras = {}, summary }: PlanCommit,
): Promise<Cid | null> {
  const { blocks = [], refs = [] } = extras;
  const next = nextSummary(book, plan, summary);
  const head = plan.entries.at(-1)?.cid ?? book.head;
  const change = { name: refNames.job(book.id), expect: book.head ?? book.id, to: head ?? book.id };
  const result = await storage.commit({
    blocks: [
      ...[...plan.entries, ...plan.facts].map(({ bytes }) => ({ bytes })),
      ...(next === undefined ? [] : [{ bytes: next.bytes }]),
      ...blocks,
    ],
    refs: [change, ...(next === undefined ? [] : [next.ref]), ...refs],
  });
  if (!result.ok) throw new RuntimeError("overtaken", { code: "RUNTIME_OVERTAKEN", ref: result.ref });
  return next?.ref.to ?? summary;
}

/** A plan with what it is written together with, and the summary that stands so far. */
export interface PlanCommit {
  readonly plan: BookPlan;
  readonly extras?: BookExtras;
  readonly summary: Cid | null;
}

/** A list shows the status only, so a summary is written only when that changes. */
function nextSummary(
  book: JobBook,
  { state }: BookPlan,
  expect: Cid | null,
): { readonly bytes: Uint8Array; readonly ref: RefChange & { readonly to: Cid } } | undefined {
  if (expect !== null && state.status === book.state.status) return undefined;
  const bytes = summaryCodec.encode(summaryOf({ id: book.id, job: book.job, state }));
  const to = cidOf(bytes);
  return { bytes, ref: { name: refNames.summary(book.id), expect, to } };
}

/** Where the book of a job begins, and whose key signs the job again where its history does not have the signature yet. */
export interface BookPlace {
  readonly id: JobId;
  readonly head: Cid;
  readonly signerOf: (job: Job) => Signer | undefined;
}

/** Reads the history of a job that this node manages. Throws `RUNTIME_BOOK_DAMAGED` for one that nobody here wrote. */
export async function loadBook(storage: Storage, { id, head, signerOf }: BookPlace): Promise<JobBook> {
  if (head === (id as Cid)) return unbegun(storage, id, signerOf);
  const said: Said[] = [];
  for await (const { body } of oldestFirst(storage, entries, { head })) {
    const { happened } = body;
    said.push(happened.type === "fact" ? await ownFact(storage, happened) : happened);
  }
  const [job] = said;
  if (job === undefined || !("body" in job) || job.body.t !== "icn/job/1") throw damaged(id);
  const book = createJobBook(job as Signed<Job>);
  const plan = book.plan(said);
  if (plan.entries.at(-1)?.cid !== head) throw damaged(id);
  book.adopt(plan);
  return book;
}

async function unbegun(storage: Storage, id: JobId, signerOf: BookPlace["signerOf"]): Promise<JobBook> {
  const bytes = await ownBlock(storage, id);
  const decoded = jobRecord.codec.decode(bytes);
  const signer = decoded.ok ? signerOf(decoded.value) : undefined;
  if (signer === undefined) throw damaged(id);
  const job = readRecord(jobRecord, bytes, await signer.sign(bytes));
  if (!job.ok) throw damaged(id);
  return createJobBook(job.value);
}

function damaged(id: JobId): RuntimeError {
  return new RuntimeError("not a history of this node", { code: "RUNTIME_BOOK_DAMAGED", job: id });
}
