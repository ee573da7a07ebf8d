import {
  assignmentRecord,
  bidRecord,
  type Cid,
  jobRecord,
  type RecordBody,
  type RecordDefinition,
  readRecord,
  type Signed,
  type SignedLink,
  type Storage,
} from "@icn-mesh/core";
import { RuntimeError } from "../../errors.ts";
import { ownBlock, ownFact } from "../../job/own-records.ts";
import type { WorkStart, WorkWord } from "./work-place.ts";
import { workRecord } from "./work-record.ts";

/** Reads what this executor has written about an assignment. */
export async function loadWork(storage: Storage, cid: Cid): Promise<WorkStart> {
  const record = workRecord.codec.parse(await ownBlock(storage, cid));
  const bytes = await ownBlock(storage, record.assignment.cid);
  return {
    record,
    facts: {
      job: await signedAt(storage, jobRecord, record.job),
      bid: await signedAt(storage, bidRecord, record.bid),
      assignment: { cid: record.assignment.cid, body: assignmentRecord.codec.parse(bytes), bytes },
    },
    word: record.word === null ? null : await wordAt(storage, record.word),
  };
}

async function signedAt<Body extends RecordBody>(
  storage: Storage,
  definition: RecordDefinition<Body>,
  { cid, sig }: SignedLink,
): Promise<Signed<Body>> {
  const read = readRecord(definition, await ownBlock(storage, cid), sig);
  if (read.ok) return read.value;
  throw new RuntimeError("not what was written", { code: "RUNTIME_BOOK_DAMAGED", job: cid });
}

async function wordAt(storage: Storage, link: SignedLink): Promise<WorkWord> {
  const fact = await ownFact(storage, link);
  if (isWord(fact)) return fact;
  throw new RuntimeError("not a receipt or a release", { code: "RUNTIME_BOOK_DAMAGED", job: link.cid });
}

function isWord(fact: Signed<{ readonly t: string }>): fact is WorkWord {
  return fact.body.t === "icn/receipt/1" || fact.body.t === "icn/release/1";
}
