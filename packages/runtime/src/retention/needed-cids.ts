import {
  type Cid,
  type Entry,
  entryRecord,
  isCid,
  type JobId,
  jobRecord,
  openAnyRecord,
  type SignedLink,
  type Storage,
  sealEnvelope,
} from "@icn-mesh/core";
import { type Chain, getValue, newestFirst } from "@icn-mesh/dag";
import { workRecord } from "../executor/mesh-tasks/work-record.ts";
import { outputInputs } from "../inputs/job-inputs.ts";
import { refNames } from "../job/ref-names.ts";

type Blocks = Pick<Storage, "get" | "ref">;
type Cids = AsyncGenerator<Cid, void, undefined>;

const entries: Chain<Entry> = { codec: entryRecord.codec, prevOf: ({ prev }) => prev };

/** All that the history of a job names: what it runs, what it runs with, and what it has put out so far. */
export async function* neededByJob(storage: Blocks, id: JobId, head: Cid): Cids {
  const job = await getValue(storage, jobRecord.codec, id as string as Cid);
  if (!job.ok) return;
  yield* cidsNamedIn(job.value);
  yield* namedByHistory(storage, id, head);
  for (const input of outputInputs(job.value.spec)) {
    const other =
      (await storage.ref(refNames.job(input.job))) ?? (await storage.ref(refNames.done(input.job)));
    if (other !== null) yield* namedByHistory(storage, input.job, other);
  }
}

async function* namedByHistory(storage: Blocks, id: JobId, head: Cid): Cids {
  if (head === (id as string)) return; // nothing has happened yet
  for await (const { body } of newestFirst(storage, entries, { head })) {
    if (body.happened.type === "fact") yield* namedByFact(storage, body.happened);
  }
}

/** The same for an assignment that this node has accepted. */
export async function* neededByWork(storage: Blocks, record: Cid): Cids {
  const work = await getValue(storage, workRecord.codec, record);
  if (!work.ok) return;
  yield* cidsNamedIn(work.value);
  const { job, checkpoint, word, assignment } = work.value;
  const body = await getValue(storage, jobRecord.codec, job.cid);
  if (body.ok) yield* cidsNamedIn(body.value);
  const links = [
    checkpoint,
    word,
    assignment.sig === null ? null : { cid: assignment.cid, sig: assignment.sig },
  ];
  for (const link of links) if (link !== null) yield* namedByFact(storage, link);
}

async function* namedByFact(storage: Blocks, { cid, sig }: SignedLink): Cids {
  yield cid;
  const bytes = await storage.get(cid);
  const fact = bytes && openAnyRecord(sealEnvelope(sig, bytes));
  if (fact?.ok) yield* cidsNamedIn(fact.value.body);
}

/** Every CID in a value, wherever it stands: a kind of record that names payloads in a new way is covered as well. */
function* cidsNamedIn(value: unknown): Generator<Cid, void, undefined> {
  if (isCid(value)) yield value;
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return;
  for (const part of Object.values(value)) yield* cidsNamedIn(part);
}
