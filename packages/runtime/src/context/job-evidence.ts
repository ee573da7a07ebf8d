import { type AnyBody, type Entry, entryRecord, type JobId, type Signed, signRecord } from "@icn-mesh/core";
import { linkSlot, operationSlot, type Proof, settlementSlot } from "@icn-mesh/economics";
import type { JobHistory, SignedHistory } from "@icn-mesh/mesh";
import type { JobBook } from "../job/job-book.ts";
import type { JobManager } from "../manager/job-manager.ts";
import type { ManagerParts } from "../manager/manager-parts.ts";
import { bookOf } from "./read-job.ts";

/** All that it takes to check a job and its money without trusting the node that shows it. */
export interface JobEvidence extends SignedHistory {
  readonly entries: readonly Signed<Entry>[];
  readonly facts: readonly Signed<AnyBody>[];
  /** What the guards certified: the hold, the assignments, how each was settled, and the end of the hold. */
  readonly proofs: readonly Proof[];
}

/** The evidence about a job of this node, whose entries are signed now; undefined for any other job. */
export async function jobEvidence(
  parts: ManagerParts,
  manager: JobManager,
  id: JobId,
): Promise<JobEvidence | undefined> {
  const book = await bookOf(parts, manager, id);
  if (book === undefined) return undefined;
  const entries = book.entries.map(({ body }) => signRecord(entryRecord, body, parts.signer));
  return {
    job: book.job,
    entries: await Promise.all(entries),
    facts: [...book.facts.values()],
    proofs: await proofsAbout(parts, book),
  };
}

/** The same without signatures of this node and without money, which costs next to nothing. */
export async function historyOf(
  parts: ManagerParts,
  manager: JobManager,
  id: JobId,
): Promise<JobHistory | undefined> {
  const book = await bookOf(parts, manager, id);
  // A copy, because the book of an open job grows.
  return book && { job: book.job, entries: [...book.entries], facts: [...book.facts.values()] };
}

async function proofsAbout({ accounts }: ManagerParts, { job, facts }: JobBook): Promise<readonly Proof[]> {
  const { net, hold } = job.body;
  const slots = [operationSlot(net, hold.account, hold.seq)];
  let links = 0;
  for (const [cid, { body }] of facts) {
    if (body.t !== "icn/assign/1") continue;
    slots.push(linkSlot(hold, body.seq), settlementSlot(cid));
    links = Math.max(links, body.seq + 1);
  }
  slots.push(linkSlot(hold, links));
  const proofs = await Promise.all(slots.map((slot) => accounts.own.proof(slot)));
  return proofs.filter((proof) => proof !== undefined);
}
