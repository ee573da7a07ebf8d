import type { Cid, JobId, Storage } from "@icn-mesh/core";
import type { JobBook } from "../job/job-book.ts";
import { type JobSummary, summaryCodec, summaryOf } from "../job/job-summary.ts";
import { refNames } from "../job/ref-names.ts";
import type { PeerStatus } from "./peer-status.ts";

/** Where a job stands: by its book while somebody has that open, and else by what the store lists. */
export async function jobStatus(
  storage: Storage,
  book: JobBook | undefined,
  about: Cid,
): Promise<PeerStatus | undefined> {
  const summary = book === undefined ? await listed(storage, about) : summaryOf(book);
  return summary && statusIn(summary);
}

async function listed(storage: Storage, about: Cid): Promise<JobSummary | undefined> {
  const kept = await storage.ref(refNames.summary(about as string as JobId));
  const bytes = kept && (await storage.get(kept));
  return bytes ? summaryCodec.parse(bytes) : undefined;
}

function statusIn({ status, reason, receipt }: JobSummary): PeerStatus {
  return { type: "manager", status, reason, receipt };
}
