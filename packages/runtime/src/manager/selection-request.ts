import type { Bid, Signed } from "@icn-mesh/core";
import { JOB_DEFAULTS, type SelectionRequest } from "@icn-mesh/mesh";
import type { JobBook } from "../job/job-book.ts";
import type { ManagerParts } from "./manager-parts.ts";

/** The round that a request is for, and the moment that memberships are held against. */
export interface RequestPlace {
  readonly round: number;
  readonly at: number;
  readonly isAuthentic: (bid: Signed<Bid>) => boolean;
}

/** What a round of bidding for a job asks of bids. */
export function selectionRequest(
  { policy, checker, accounts, federation }: ManagerParts,
  { id, job }: JobBook,
  { round, at, isAuthentic }: RequestPlace,
): SelectionRequest {
  const hold = accounts.own.ledger.hold(job.body.hold);
  const reserve = job.body.acceptMs + JOB_DEFAULTS.claimMarginMs + federation.constitution.marginMs;
  const mostNeedMs = hold === undefined ? 0 : Math.max(0, hold.expiresAt - at - reserve);
  return { job: job.body, jobId: id, round, at, mostNeedMs, policy, checker, isAuthentic };
}
