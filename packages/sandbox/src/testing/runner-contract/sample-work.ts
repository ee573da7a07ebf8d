import type { Block, Cid } from "@icn-mesh/core";
import { DEFAULT_LIMITS, type Limits } from "../../limits.ts";
import type { GuestCheckpoint, ResumePoint, Runner, RunOptions, RunResult, Work } from "../../runner.ts";

/** A runner, and what may be asked of it. */
export interface RunnerSubject {
  readonly runner: Runner;
  /** True where guests run on threads or processes of their own: they can be stopped at any time, and wait for answers. */
  readonly isApart: boolean;
}

/** Limits that a contract can reach soon. */
export const SAMPLE_LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  fuel: 50_000_000,
  outputBytes: 1_000_000,
  memoryBytes: 4 * 1024 * 1024,
  checkpointEveryMs: 0,
};

/** Work of a kind with a module. */
export function sampleWork(type: string, module: Uint8Array | null, more: Partial<Work> = {}): Work {
  return {
    kind: { type, params: {} },
    module,
    inputs: [],
    args: [],
    outputs: [],
    deterministic: false,
    seed: "a job",
    now: 1_800_000_000_000,
    ...more,
  };
}

/** Work in JavaScript. */
export function sampleScript(source: string): Work {
  return sampleWork("javascript", new TextEncoder().encode(source));
}

/** Runs work under the sample limits, changed where `options` says so. */
export function runSample(
  runner: Runner,
  work: Work,
  { limits, ...options }: Partial<Omit<RunOptions, "limits">> & { readonly limits?: Partial<Limits> } = {},
): Promise<RunResult> {
  return runner.run(work, { ...options, limits: { ...SAMPLE_LIMITS, ...limits } });
}

/** How a run ended, as one word. */
export function classOf({ outcome }: RunResult): string {
  return outcome.type === "ok" ? "ok" : outcome.class;
}

/** The result of a run, which must be ok, as a number. */
export function numberOf({ outcome }: RunResult): bigint | string {
  if (outcome.type === "failed") return `${outcome.class}: ${outcome.message}`;
  const { result } = outcome;
  if (result.length !== 8) return `${result.length} bytes`;
  return new DataView(result.buffer, result.byteOffset, 8).getBigInt64(0, true);
}

/** Keeps the blocks of checkpoints, as the store of an executor would. */
export function createStateShelf(): {
  readonly checkpoints: readonly GuestCheckpoint[];
  readonly keep: (checkpoint: GuestCheckpoint) => void;
  readonly resumeFrom: (state: Cid) => ResumePoint;
} {
  const checkpoints: GuestCheckpoint[] = [];
  const blocks = new Map<Cid, Uint8Array>();
  return {
    checkpoints,
    keep(checkpoint) {
      checkpoints.push(checkpoint);
      for (const { cid, bytes } of checkpoint.blocks satisfies readonly Block[]) blocks.set(cid, bytes);
    },
    resumeFrom: (state) => ({ state, get: async (cid) => blocks.get(cid) }),
  };
}
