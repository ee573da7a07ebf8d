import { availableParallelism } from "node:os";
import type { Clock } from "@icn-mesh/core";
import { createRunner, type RunnerOptions } from "../create-runner.ts";
import type { ClosableRunner } from "../runner.ts";
import { createGuestPool } from "./guest-pool.ts";
import { createPooledExecutor } from "./pooled-executor.ts";
import { processLinks } from "./process-link.ts";

/** What a runner over processes needs. */
export interface ProcessRunnerComponents {
  readonly clock: Clock;
}

/** How many processes there are, how long they live, and what they may take of the machine. */
export interface ProcessRunnerOptions extends RunnerOptions {
  /** Processes, all started at once and kept: as many as the machine has cores when not given. */
  readonly processes?: number;
  /** Guests that one process runs before it is replaced, or twice as many while the next one starts; 5 000 when not given. */
  readonly runsPerProcess?: number;
  /** Runs that may wait for a process; 1024 when not given, and `SANDBOX_BUSY` for more. */
  readonly maxWaiting?: number;
  /** The most memory that any job's limits may allow its guest; 1 GiB when not given. */
  readonly maxMemoryBytes?: number;
  /** What a process may take beyond its guest's memory and inputs; 384 MiB when not given. */
  readonly overheadBytes?: number;
}

const MIB = 1024 * 1024;
const HUNG_AFTER_MS = 5_000;

/**
 * Runs guests in processes of their own, one guest at a time in each, with nothing to steal and little to break: no
 * keys, no environment, no right to files or to other programs, a lower priority. A process that dies, hangs, lies or
 * takes too much is ended and replaced, and its run is `crashed`; one whose guest is out of time is ended with it.
 */
export function createProcessRunner(
  { clock }: ProcessRunnerComponents,
  options: ProcessRunnerOptions = {},
): ClosableRunner {
  const { processes = availableParallelism(), runsPerProcess = 5_000, maxWaiting = 1024 } = options;
  const { maxMemoryBytes = 1024 * MIB, overheadBytes = 384 * MIB } = options;
  const links = processLinks({ heapMb: 256, memoryBytes: maxMemoryBytes });
  const pool = createGuestPool(
    { clock, open: links.open },
    { places: processes, runsPerPlace: runsPerProcess, maxWaiting },
  );
  const executor = createPooledExecutor({ clock, pool }, { overheadBytes, hungAfterMs: HUNG_AFTER_MS });
  const runner = createRunner({ clock, executor }, options);
  return {
    ...runner,
    async close() {
      await runner.close();
      links.remove();
    },
  };
}
