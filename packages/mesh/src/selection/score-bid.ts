import type { Bid, Job, JobId } from "@icn-mesh/core";
import { type ExecutorFacts, knownUint } from "./executor-facts.ts";
import { weightedPolicy } from "./policies/weighted-policy.ts";
import type { SelectionPolicy } from "./selection-policy.ts";

/** The job that a bid is scored for, and how. */
export interface ScoreTerms {
  readonly job: Job;
  readonly jobId: JobId;
  /** `weighted` with its default weights when not given. */
  readonly policy?: SelectionPolicy;
}

/** The score of one bid: a safe integer of at least 0, which no other bid changes. It does not say that the bid can win. */
export function scoreBid(bid: Bid, facts: ExecutorFacts, terms: ScoreTerms): number {
  const { job, jobId, policy = weightedPolicy() } = terms;
  return knownUint(policy.scorerFor(job, jobId)(bid, facts)) ?? 0;
}
