import type { JobId } from "@icn-mesh/core";
import { type JobLifecycle, type SettlementStatus, settlementOf } from "@icn-mesh/mesh";
import { loadBook } from "../job/book-store.ts";
import { certifiedMoney } from "../job/certified-money.ts";
import type { JobBook } from "../job/job-book.ts";
import { refNames } from "../job/ref-names.ts";
import type { JobManager } from "../manager/job-manager.ts";
import type { ManagerParts } from "../manager/manager-parts.ts";
import { type QuorumView, viewQuorum } from "../quorum/quorum-view.ts";

/** Where a job stands, and where its money is. */
export interface JobView {
  readonly id: JobId;
  readonly lifecycle: JobLifecycle;
  readonly settlement: SettlementStatus;
  /** What its replicas say, if it has more than one; null for a job that one executor does. */
  readonly quorum: QuorumView | null;
}

/** Reads a job of this node, from the working set or from the store. */
export async function readJob(
  parts: ManagerParts,
  manager: JobManager,
  id: JobId,
): Promise<JobView | undefined> {
  const book = await bookOf(parts, manager, id);
  if (book === undefined) return undefined;
  const lifecycle = book.lifecycle();
  const money = await certifiedMoney(parts.accounts.own, book);
  const quorum = await viewQuorum(parts.storage, lifecycle);
  return { id, lifecycle, settlement: settlementOf(lifecycle, money), quorum };
}

/** The history of a job of this node, from the working set or from the store. */
export async function bookOf(
  parts: ManagerParts,
  manager: JobManager,
  id: JobId,
): Promise<JobBook | undefined> {
  return manager.book(id) ?? (await storedBook(parts, id));
}

async function storedBook({ storage, accounts }: ManagerParts, id: JobId): Promise<JobBook | undefined> {
  const head = (await storage.ref(refNames.job(id))) ?? (await storage.ref(refNames.done(id)));
  if (head === null) return undefined;
  return loadBook(storage, { id, head, signerOf: (job) => accounts.signerOf(job.by) });
}
