import type { Did, Resources } from "@icn-mesh/core";

/** A job that an executor is to run. */
export interface QueuedJob {
  /** What it is known by from now on; the CID of its assignment, so that each attempt is one of its own. */
  readonly id: string;
  readonly creator: Did;
  /** 0 is served before all others, for creators that the policy names; any other runs in lane 1. */
  readonly lane: number;
  /** 0 to 255, higher sooner. It orders the jobs of one creator and says nothing about those of others. */
  readonly priority: number;
  /** When it is too late to start, on the clock of the times passed in. */
  readonly deadline?: number | undefined;
  readonly resources: Resources;
}
