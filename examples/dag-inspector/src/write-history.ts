import {
  cancelRecord,
  cidOf,
  type Did,
  type Entry,
  jobIdSchema,
  networkIdSchema,
  progressRecord,
  type Signed,
  type Signer,
  type Storage,
  signRecord,
} from "@icn-mesh/core";
import { appendLink } from "@icn-mesh/dag";
import { HISTORY, history } from "./history.ts";

/** What the history is about; it names them, and nobody needs to have them. */
const job = jobIdSchema.parse(cidOf(Uint8Array.of(0xa1, 0x61, 0x61, 1)));
const net = networkIdSchema.parse(cidOf(Uint8Array.of(0xa1, 0x61, 0x61, 2)));

/** Writes a job that made some progress and was cancelled: each fact is signed, and admitted by an entry. */
export async function writeHistory(storage: Storage, signer: Signer, at: number): Promise<void> {
  const head = { net, by: signer.did, via: null } as const;
  const progress = (seq: number, percent: number) => ({
    t: "icn/progress/1" as const,
    ...head,
    assignment: job,
    seq,
    at: at + seq,
    stage: "render",
    percent,
    message: "",
    completedStages: [],
    remainingStages: [],
  });
  const facts = [
    await signRecord(progressRecord, progress(0, 2500), signer),
    await signRecord(progressRecord, progress(1, 7500), signer),
    await signRecord(cancelRecord, { t: "icn/cancel/1", ...head, job, reason: "enough" }, signer),
  ];
  for (const [seq, fact] of facts.entries()) await admit(storage, { by: signer.did, seq, fact });
}

interface NextFact {
  readonly by: Did;
  readonly seq: number;
  readonly fact: Signed<unknown>;
}

/** One commit stores the fact and the entry that admits it, and moves the ref. */
async function admit(storage: Storage, { by, seq, fact }: NextFact): Promise<void> {
  const happened = { type: "fact", cid: fact.cid, sig: fact.sig } as const;
  const prev = await storage.ref(HISTORY);
  const body: Entry = { t: "icn/entry/1", net, by, via: null, job, seq, prev, happened };
  const appended = await appendLink(storage, history, {
    ref: HISTORY,
    body,
    blocks: [{ bytes: fact.bytes }],
  });
  if (!appended.ok) throw new Error(`somebody else writes ${appended.ref}`);
}
