import type { Violation } from "@icn-mesh/economics/testing";
import { addCounts, type Counts } from "../kernel/counters.ts";
import type { SimReport } from "../run-plan.ts";

/** A run with a broken promise, as far as its seed does not say. */
export interface FailedSeed {
  readonly seed: string;
  readonly hash: string;
  readonly violations: readonly Violation[];
}

/** What several runs came to together. */
export interface BatchResult {
  readonly seeds: number;
  readonly events: number;
  readonly faults: number;
  readonly elapsedMs: number;
  /** What all runs came to, whatever their order: it differs as soon as one of them does. */
  readonly hash: string;
  readonly seen: Counts;
  readonly failed: readonly FailedSeed[];
}

/** A batch before its first run. */
export const EMPTY_BATCH: BatchResult = {
  seeds: 0,
  events: 0,
  faults: 0,
  elapsedMs: 0,
  hash: "0000000000000000",
  seen: {},
  failed: [],
};

/** What one run came to, as a batch of its own. */
export function batchOf({ plan, violations, hash, events, faults, elapsedMs, seen }: SimReport): BatchResult {
  const failed = violations.length === 0 ? [] : [{ seed: plan.seed, hash, violations }];
  return { seeds: 1, events, faults, elapsedMs, hash, seen, failed };
}

/** Two batches as one. */
export function addBatches(one: BatchResult, other: BatchResult): BatchResult {
  return {
    seeds: one.seeds + other.seeds,
    events: one.events + other.events,
    faults: one.faults + other.faults,
    elapsedMs: one.elapsedMs + other.elapsedMs,
    hash: (BigInt(`0x${one.hash}`) ^ BigInt(`0x${other.hash}`)).toString(16).padStart(16, "0"),
    seen: addCounts(one.seen, other.seen),
    failed: [...one.failed, ...other.failed],
  };
}
