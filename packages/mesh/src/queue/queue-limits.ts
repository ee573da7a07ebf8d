import type { Did, Resources } from "@icn-mesh/core";
import { assertLimit } from "../assert-limit.ts";

/** How an executor schedules. */
export interface JobQueueOptions {
  readonly capacity: Resources;
  /** How many jobs wait or run at once; 1000 when not given. */
  readonly max?: number;
  /** How many of them wait for one creator; all when not given. */
  readonly maxPerCreator?: number;
  /** How many jobs run, or are promised to; 64 when not given. */
  readonly maxRunning?: number;
  /** How many jobs run, or have ended and are not acknowledged: at this number none starts. 1000 when not given. */
  readonly maxUnacknowledged?: number;
  /** Whose jobs may run in lane 0; nobody's when not given. */
  readonly lane0Creators?: ReadonlySet<Did>;
  /** Whether lane 0 may stop jobs of lane 1; false when not given. */
  readonly preempts?: boolean;
}

/** The options with everything said. */
export type QueueLimits = Required<JobQueueOptions>;

/** Fills in what is not given; throws `MESH_BAD_LIMIT` for what is no limit. */
export function queueLimitsOf(options: JobQueueOptions): QueueLimits {
  const { max = 1000, maxRunning = 64, maxUnacknowledged = 1000 } = options;
  const { maxPerCreator = max } = options;
  const counts = { max, maxPerCreator, maxRunning, maxUnacknowledged };
  for (const [name, value] of Object.entries(counts)) assertLimit(name, value, { min: 1 });
  return { lane0Creators: new Set(), preempts: false, ...options, ...counts };
}
