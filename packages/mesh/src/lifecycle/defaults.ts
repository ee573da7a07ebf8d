/** What holds where a job or a node says nothing else. Times are durations in milliseconds. */
export const JOB_DEFAULTS = {
  bidWindowMs: 10_000,
  acceptMs: 5000,
  leaseMs: 30_000,
  maxExecutionMs: 300_000,
  retry: { maxAttempts: 3, maxRounds: 2, backoffMs: 1000 },
  /** Each round waits twice as long as the one before it, up to this. */
  maxBackoffMs: 300_000,
  /** What `claimBy` leaves after the work, so that a finished receipt can still be shown. */
  claimMarginMs: 60_000,
} as const;
