import type { Job } from "@icn-mesh/core";
import { JOB_DEFAULTS } from "@icn-mesh/mesh";
import { isQuorum } from "./is-quorum.ts";

/** How long before the end of a claim the manager shows the commits that there are, whoever is still missing. */
export const REVEAL_RESERVE_MS = JOB_DEFAULTS.claimMarginMs;

/** How long before the end of its claim an executor that has committed shows its result to guards, if nobody asked. */
export const LATE_SHOWING_MS = REVEAL_RESERVE_MS / 2;

/**
 * How long an attempt has from its offer until its claim ends. Who has committed waits for the slowest of the others, or
 * for one that takes the place of another, and has to be paid all the same.
 */
export function claimMs(job: Job, needMs: number): number {
  const { acceptMs, maxExecutionMs } = job;
  const ownMs = acceptMs + needMs + JOB_DEFAULTS.claimMarginMs;
  return isQuorum(job) ? ownMs + acceptMs + maxExecutionMs + REVEAL_RESERVE_MS : ownMs;
}
