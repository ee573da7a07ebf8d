/** The most that an account may do at this node. What is left out is not limited. */
export interface Quota {
  /** Jobs whose money is not settled yet. */
  readonly openJobs?: number;
  /** Of each unit, what its jobs of one day (UTC) may hold; what comes back from a hold does not count. */
  readonly spendPerDay?: bigint;
}

/** What an account has open and has spent, as its quota counts it. */
export interface Usage {
  readonly openJobs: number;
  /** Today, by unit. */
  readonly spent: ReadonlyMap<string, bigint>;
  /** When the day ends. */
  readonly resetsInMs: number;
}

/** Why a job is beyond a quota. */
export type QuotaRefusal =
  | { readonly code: "RUNTIME_QUOTA_OPEN_JOBS"; readonly most: number }
  | {
      readonly code: "RUNTIME_QUOTA_SPEND";
      readonly unit: string;
      readonly most: bigint;
      readonly spent: bigint;
      readonly asked: bigint;
      readonly resetsInMs: number;
    };
