import {
  assignmentRecord,
  bidRecord,
  type Cid,
  type Codec,
  jobRecord,
  openAnyRecord,
  type RecordBody,
  type RecordDefinition,
  readRecord,
  type Signed,
  type SignedLink,
  type Storage,
  sealEnvelope,
} from "@icn-mesh/core";
import { RuntimeError } from "../../errors.ts";
import type { WorkStart, WorkWord } from "./work-place.ts";
import { workRecord } from "./work-record.ts";

/** Reads what this executor has written about an assignment. */
export async function loadWork(storage: Storage, cid: Cid): Promise<WorkStart> {
  const record = workRecord.codec.parse(await blockAt(storage, cid));
  const bytes = await blockAt(storage, record.assignment.cid);
  return {
    record,
    facts: {
      job: await signedAt(storage, jobRecord, record.job),
      bid: await signedAt(storage, bidRecord, record.bid),
      assignment: { cid: record.assignment.cid, body: parsed(assignmentRecord.codec, bytes), bytes },
    },
    word: record.word === null ? null : await wordAt(storage, record.word),
  };
}

async function signedAt<Body extends RecordBody>(
  storage: Storage,
  definition: RecordDefinition<Body>,
  { cid, sig }: SignedLink,
): Promise<Signed<Body>> {
  const read = readRecord(definition, await blockAt(storage, cid), sig);
  if (read.ok) return read.value;
  throw new RuntimeError("not what was written", { code: "RUNTIME_BOOK_DAMAGED", job: cid });
}

async function wordAt(storage: Storage, { cid, sig }: SignedLink): Promise<WorkWord> {
  const opened = openAnyRecord(sealEnvelope(sig, await blockAt(storage, cid)));
  if (opened.ok && isWord(opened.value)) return opened.value;
  throw new RuntimeError("not a receipt or a release", { code: "RUNTIME_BOOK_DAMAGED", job: cid });
}

function isWord(fact: Signed<{ readonly t: string }>): fact is WorkWord {
  return fact.body.t === "icn/receipt/1" || fact.body.t === "icn/release/1";
}

function parsed<Body>(codec: Codec<Body>, bytes: Uint8Array): Body {
  return codec.parse(bytes);
}

async function blockAt(storage: Storage, cid: Cid): Promise<Uint8Array> {
  const bytes = await storage.get(cid);
  if (bytes !== undefined) return bytes;
  throw new RuntimeError("a block of our own is missing", { code: "RUNTIME_BLOCK_MISSING", cid });
}
