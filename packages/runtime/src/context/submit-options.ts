import type { CommitInput, Job, JobId, Pricing, Retry, Verification } from "@icn-mesh/core";

/** What a creator may say about a job beside what it is. What is left out has the defaults of the mesh. */
export interface SubmitOptions {
  /** For whom: a principal whose key this node keeps; the node itself when not given. */
  readonly principal?: string;
  /** Submitting again with the same key gives the job that is there, whatever else is said. */
  readonly idempotencyKey?: string;
  readonly name?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly lane?: number;
  readonly priority?: number;
  readonly unit?: string;
  readonly pricing?: Pricing;
  readonly bidWindowMs?: number;
  readonly enoughBids?: number;
  readonly acceptMs?: number;
  readonly maxExecutionMs?: number;
  readonly retry?: Partial<Retry>;
  readonly verification?: Verification;
  /** Held beyond the budget, so that a next attempt need not wait until a lost one is settled; 0 when not given. */
  readonly spare?: bigint;
  /** What is to be durable with the job, in the same write. Of a job that is there already nothing is written. */
  readonly also?: (job: JobId) => CommitInput;
  /** How long to wait for what other jobs put out, and to bid where the rounds are not limited; an hour when not given. */
  readonly openForMs?: number;
}

/** The part of a job body that follows from the options. */
export type JobTerms = Pick<
  Job,
  | "acceptMs"
  | "bidWindowMs"
  | "enoughBids"
  | "labels"
  | "lane"
  | "maxExecutionMs"
  | "name"
  | "pricing"
  | "priority"
  | "retry"
  | "unit"
  | "verification"
>;
