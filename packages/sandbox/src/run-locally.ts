import type { JobLimits, Usage } from "@icn-mesh/core";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import type { GuestLog, Outcome, Runner, Work } from "./runner.ts";

/** A run at home, and what somebody else would have to offer for it. */
export interface LocalRun {
  readonly outcome: Outcome;
  readonly usage: Usage;
  readonly logs: readonly GuestLog[];
  /** How often the state was kept, and how many bytes that brought in all. */
  readonly checkpoints: { readonly count: number; readonly bytes: number };
  /** The least that a job with these inputs has to ask for, and so the least that a bid has to cover. */
  readonly needs: { readonly limits: JobLimits; readonly memoryMb: number };
}

/** What is run: a module, or the source of a JavaScript function, with its inputs. */
export interface LocalWork extends Partial<Omit<Work, "kind" | "module">> {
  readonly type?: "ccl-wasm" | "javascript" | "wasm";
  readonly module: Uint8Array;
}

const MIB = 1024 * 1024;

/** Runs a module as an executor would, for its author: what it puts out, what it uses, and what to ask for. */
export async function runLocally(
  { runner }: { readonly runner: Runner },
  { type = "wasm", module, ...given }: LocalWork,
  limits: Limits = DEFAULT_LIMITS,
): Promise<LocalRun> {
  const logs: GuestLog[] = [];
  const checkpoints = { count: 0, bytes: 0 };
  const work: Work = {
    inputs: [],
    args: [],
    outputs: [],
    deterministic: false,
    seed: "local",
    now: 0,
    ...given,
    kind: { type, params: {} },
    module,
  };
  const { outcome, usage } = await runner.run(work, {
    limits,
    onLog: (line) => void logs.push(line),
    onCheckpoint({ blocks }) {
      checkpoints.count++;
      for (const { bytes } of blocks) checkpoints.bytes += bytes.length;
    },
  });
  const { fuel, wallMs, outputBytes, peakMemoryBytes } = usage;
  const needs = {
    limits: { fuel, wallMs, outputBytes },
    memoryMb: Math.ceil(peakMemoryBytes / MIB),
  };
  return { outcome, usage, logs, checkpoints, needs };
}
