import { type Constitution, type JobSpec, type Retry, replicaCount } from "@icn-mesh/core";
import { MANA } from "@icn-mesh/economics";
import { JOB_DEFAULTS } from "@icn-mesh/mesh";
import { outputInputs } from "../inputs/job-inputs.ts";
import type { JobTerms, SubmitOptions } from "./submit-options.ts";

const MIDDLE_PRIORITY = 128;
const HOUR_MS = 3_600_000;

const DEFAULT_TERMS = {
  unit: MANA,
  pricing: { type: "fixed" },
  lane: 1,
  priority: MIDDLE_PRIORITY,
  bidWindowMs: JOB_DEFAULTS.bidWindowMs,
  acceptMs: JOB_DEFAULTS.acceptMs,
  maxExecutionMs: JOB_DEFAULTS.maxExecutionMs,
  verification: { type: "signature" },
} as const;

/** The terms of a job with everything said. */
export function jobTerms(options: SubmitOptions): JobTerms {
  const { principal, idempotencyKey, spare, openForMs, also, retry, labels, ...terms } = options;
  return {
    ...DEFAULT_TERMS,
    ...terms,
    retry: { ...JOB_DEFAULTS.retry, ...retry },
    ...(labels === undefined ? {} : { labels: { ...labels } }),
  };
}

/** How long a hold has to last, so that every round and every attempt that the terms allow still finds it open. */
export function holdMs(
  { bidWindowMs, acceptMs, maxExecutionMs, retry, verification }: JobTerms,
  { marginMs }: Pick<Constitution, "marginMs">,
  openForMs: number = HOUR_MS,
): number {
  const attemptMs = acceptMs + maxExecutionMs + JOB_DEFAULTS.claimMarginMs + marginMs;
  const attempts = retry.maxAttempts * replicaCount({ verification });
  const roundsMs = retry.maxRounds === 0 ? openForMs : biddingMs(retry, bidWindowMs);
  return roundsMs + (attempts + 1) * attemptMs + marginMs;
}

/** How long a job waits at most for what other jobs put out. */
export function waitMs(spec: Pick<JobSpec, "inputs">, openForMs: number = HOUR_MS): number {
  return outputInputs(spec).length === 0 ? 0 : openForMs;
}

function biddingMs({ maxRounds, backoffMs }: Retry, bidWindowMs: number): number {
  const longest = Math.max(backoffMs, JOB_DEFAULTS.maxBackoffMs);
  let sum = 0;
  for (let round = 1; round <= maxRounds && sum < HOUR_MS; round++) {
    sum += bidWindowMs + Math.min(longest, backoffMs * 2 ** (round - 1));
  }
  return sum;
}
