import type { Job } from "@icn-mesh/core";
import { JOB_DEFAULTS } from "./defaults.ts";

/** Rounds are counted from here. */
export const FIRST_ROUND = 1;

/** What the lifecycle of a job depends on. Rounds and attempts are counted from 1, replicas from 0. */
export interface JobPlan {
  readonly replicas: number;
  /** How many receipts must say the same. */
  readonly agree: number;
  /** Whether replicas commit to a result before any of them shows it. */
  readonly commits: boolean;
  /** For each replica. */
  readonly maxAttempts: number;
  /** 0: until the hold expires. */
  readonly maxRounds: number;
  readonly backoffMs: number;
  readonly bidWindowMs: number;
  readonly acceptMs: number;
  readonly maxExecutionMs: number;
}

/** The plan that a job body lays down. */
export function planOf({ verification, retry, bidWindowMs, acceptMs, maxExecutionMs }: Job): JobPlan {
  const commits = verification.type === "quorum";
  const { replicas, agree } = commits ? verification : { replicas: 1, agree: 1 };
  return { replicas, agree, commits, ...retry, bidWindowMs, acceptMs, maxExecutionMs };
}

/** Whether there may be a round after this one. */
export function mayOpenAfter({ maxRounds }: JobPlan, round: number): boolean {
  return maxRounds === 0 || round < maxRounds;
}

/** How long to wait after this round before the next one opens. */
export function backoffAfter({ backoffMs }: JobPlan, round: number): number {
  return Math.min(backoffMs * 2 ** (round - 1), Math.max(backoffMs, JOB_DEFAULTS.maxBackoffMs));
}
