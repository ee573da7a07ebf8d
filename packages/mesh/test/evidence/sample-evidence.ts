import type { Evidence, Shown } from "@icn-mesh/mesh";
import { assignmentBody, bidBody, factOf, jobBody, receiptBody } from "../job-samples.ts";

// What a guard knows of an attempt that went well: known since 40 s, shown at 50 s, to be claimed by 100 s.

export const job = factOf(jobBody());
export const bid = factOf(bidBody(job));
export const assignment = factOf(assignmentBody(job, bid));
export const receipt = factOf(receiptBody(assignment));
export const byPayer: Shown = { fact: receipt, isByPayer: true, at: 50_000 };
export const byExecutor: Shown = { ...byPayer, isByPayer: false };

export const evidence: Evidence = {
  job,
  assignment,
  bid,
  terms: { graceMs: 60_000, marginMs: 60_000 },
  now: 50_000,
  knownSince: 40_000,
  shown: byPayer,
  holdsOutputs: false,
  quorum: null,
};
export const overdue = { now: 160_001 };

/** The verdict that nothing is paid. */
export function unpaid(type: string, because: string) {
  return { verdict: "settle", type, price: 0n, because };
}
