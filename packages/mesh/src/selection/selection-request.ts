import type { Bid, Job, JobId, Signed } from "@icn-mesh/core";
import type { CapabilityChecker } from "./capability-checker.ts";
import type { ExecutorFacts } from "./executor-facts.ts";
import type { SelectionPolicy } from "./selection-policy.ts";

/** One round of bidding for a job, and all that may decide it. */
export interface SelectionRequest {
  readonly job: Job;
  readonly jobId: JobId;
  readonly round: number;
  /** What memberships are held against, in milliseconds since the epoch; the record of the selection carries it. */
  readonly at: number;
  /** The longest that an attempt may need, where the hold leaves no more time. */
  readonly mostNeedMs?: number;
  readonly policy: SelectionPolicy;
  readonly checker: CapabilityChecker;
  /** True if the signature of the bid holds. Asked for the best bids only, best first. */
  readonly isAuthentic: (bid: Signed<Bid>) => boolean;
}

/** A bid, and what was known of its executor when it came. */
export interface BidCandidate {
  readonly bid: Signed<Bid>;
  readonly facts: ExecutorFacts;
}
