import { availableParallelism } from "node:os";
import type { Clock } from "@icn-mesh/core";
import { createRunner, type RunnerOptions } from "../create-runner.ts";
import type { ClosableRunner } from "../runner.ts";
import { createGuestPool } from "./guest-pool.ts";
import { createPooledExecutor } from "./pooled-executor.ts";
import { openThreadLink } from "./thread-link.ts";

/** What a runner over threads needs. */
export interface WorkerRunnerComponents {
  readonly clock: Clock;
}

/** How many threads there are, and how long they live. */
export interface WorkerRunnerOptions extends RunnerOptions {
  /** Threads, all started at once and kept: as many as the machine has cores when not given. */
  readonly threads?: number;
  /** Guests that one thread runs before it is replaced, or twice as many while the next one starts; 500 when not given. */
  readonly runsPerThread?: number;
  /** Runs that may wait for a thread; 1024 when not given, and `SANDBOX_BUSY` for more. */
  readonly maxWaiting?: number;
}

const HUNG_AFTER_MS = 5_000;

/**
 * Runs guests on threads of this process. They are stopped and bounded as anywhere, but a guest that breaks out of the
 * engine is inside: for one's own work, and where processes are not to be had.
 */
export function createWorkerRunner(
  { clock }: WorkerRunnerComponents,
  options: WorkerRunnerOptions = {},
): ClosableRunner {
  const { threads = availableParallelism(), runsPerThread = 500, maxWaiting = 1024 } = options;
  const pool = createGuestPool(
    { clock, open: openThreadLink },
    { places: threads, runsPerPlace: runsPerThread, maxWaiting },
  );
  const limits = { overheadBytes: Number.MAX_SAFE_INTEGER, hungAfterMs: HUNG_AFTER_MS };
  return createRunner({ clock, executor: createPooledExecutor({ clock, pool }, limits) }, options);
}
