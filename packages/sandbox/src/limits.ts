import type { JobLimits } from "@icn-mesh/core";

/**
 * All that bounds one run. `fuel`, `wallMs` and `outputBytes` come from the job, `memoryBytes` from its resources; the
 * rest is the executor's own. What a limit cuts off without failing the run, the guest cannot tell: so two executors
 * with different limits of that sort still agree on the result.
 */
export interface Limits extends JobLimits {
  /** Linear memory of the guest, in whole pages of 64 KiB. */
  readonly memoryBytes: number;
  /** What the frames of calls within calls may hold at once, in words of eight bytes. */
  readonly stackWords: number;
  /** Elements of each table. */
  readonly tableElements: number;
  readonly moduleBytes: number;
  readonly functions: number;
  /** All inputs and arguments together. */
  readonly inputBytes: number;
  /** Log lines beyond this are dropped. */
  readonly logBytes: number;
  /** More progress reports in a second than this, and all but the newest are dropped. */
  readonly progressPerSecond: number;
  /** The state of one checkpoint. */
  readonly checkpointBytes: number;
  /** Checkpoints that come sooner after one another are dropped, except the last before a preemption. */
  readonly checkpointEveryMs: number;
  /** Pieces of output, and named outputs, that a guest may give. */
  readonly outputs: number;
  /** Calls to the mesh that a guest may make where it may make any. */
  readonly hostCalls: number;
}

/** What a job gets that says nothing else: the defaults of an executor with little to spare. */
export const DEFAULT_LIMITS: Limits = {
  fuel: 10_000_000_000,
  wallMs: 30_000,
  outputBytes: 16 * 1024 * 1024,
  memoryBytes: 64 * 1024 * 1024,
  stackWords: 32_768,
  tableElements: 65_536,
  moduleBytes: 8 * 1024 * 1024,
  functions: 50_000,
  inputBytes: 64 * 1024 * 1024,
  logBytes: 256 * 1024,
  progressPerSecond: 10,
  checkpointBytes: 256 * 1024 * 1024,
  checkpointEveryMs: 1_000,
  outputs: 64,
  hostCalls: 16,
};
