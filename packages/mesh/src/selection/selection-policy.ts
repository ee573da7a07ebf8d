import type { Bid, Data, Job, JobId } from "@icn-mesh/core";
import type { ExecutorFact, ExecutorFacts } from "./executor-facts.ts";

/**
 * The score of a bid: a safe integer of at least 0, higher being better. Of a bid that does not score `atLeast` as
 * much it may say anything lower than that, so that it need not look at all of it.
 */
export type BidScorer = (bid: Bid, facts: ExecutorFacts, atLeast?: number) => number;

/**
 * How the bids of a round are weighed. A score comes from the bid, the job, constants and the declared facts of
 * that executor, and from nothing else: no bid changes the score of another.
 */
export interface SelectionPolicy {
  /** Selection records name the policy by it. */
  readonly name: string;
  /** What it was set to, so that the same policy can be made again. */
  readonly params: Data;
  /** The facts that it looks at, besides those that every policy does. */
  readonly inputs: readonly ExecutorFact[];
  /** The share of jobs, in millionths, that go to a newcomer where one is eligible, so that reputation can begin. */
  readonly newcomerPpm: number;
  scorerFor(job: Job, jobId: JobId): BidScorer;
  /** Among bids of one score and one price the lower goes first. */
  tieBreak(facts: ExecutorFacts): number;
}
