import type { Block, Cid, JobKind, LogLevel, Usage } from "@icn-mesh/core";
import type { HostCalls } from "./host-calls.ts";
import type { Limits } from "./limits.ts";

/** Why a run failed: the reasons of the mesh's table that a sandbox can see. */
export type FailureClass =
  | "out-of-fuel"
  | "out-of-memory"
  | "timeout"
  | "trap"
  | "invalid-module"
  | "invalid-input"
  | "output-too-large"
  | "cancelled"
  | "preempted"
  | "crashed"
  | "no-runner";

/** One piece of work with everything it needs: nothing is fetched while it runs. */
export interface Work {
  readonly kind: JobKind;
  /** The module of a `wasm` or `ccl-wasm` job, the source text of a `javascript` one; null where there is none. */
  readonly module: Uint8Array | null;
  readonly inputs: readonly Uint8Array[];
  readonly args: readonly string[];
  /** The names that the guest may give outputs under; none stands for any. */
  readonly outputs: readonly string[];
  /** True refuses whatever could come out differently elsewhere. */
  readonly deterministic: boolean;
  /** What the guest's random numbers are drawn from: the id of the job, so that every executor draws the same. */
  readonly seed: string;
  /** The time the guest sees, in milliseconds since the epoch: that of the job's creation. */
  readonly now: number;
}

/** How a run ended. `result` is what it returned; `outputs` is what it gave names to. */
export type Outcome =
  | { readonly type: "ok"; readonly result: Uint8Array; readonly outputs: ReadonlyMap<string, Uint8Array> }
  | { readonly type: "failed"; readonly class: FailureClass; readonly message: string };

/** The end of a run. Fuel and output bytes count from the job's beginning, also when it was resumed. */
export interface RunResult {
  readonly outcome: Outcome;
  readonly usage: Usage;
}

/** Where the work stands, in the words of the guest. `percent` is in basis points. */
export interface GuestProgress {
  readonly stage: string;
  readonly percent: number;
  readonly message: string;
}

/**
 * A state to go on from. `blocks` are those of its blocks that the state before it did not have: the one that this run
 * was resumed from, or that of its last checkpoint.
 */
export interface GuestCheckpoint {
  readonly checkpointId: string;
  readonly stage: string;
  readonly step: number;
  readonly percent: number;
  readonly state: Cid;
  readonly blocks: readonly Block[];
}

/** A piece of the result before the end. */
export interface GuestPartialOutput {
  readonly outputId: string;
  readonly stage: string;
  readonly bytes: Uint8Array;
  readonly format?: string;
}

/** A line that the guest wrote, or the note that no more lines follow. */
export interface GuestLog {
  readonly level: LogLevel;
  readonly text: string;
}

/** A state that a checkpoint named, and where its blocks are. */
export interface ResumePoint {
  readonly state: Cid;
  /** Undefined where the block is not to be had: the run is then refused with `SANDBOX_STATE_MISSING`. */
  get(cid: Cid): Promise<Uint8Array | undefined>;
}

/**
 * The terms of one run. The guest waits while a callback's promise is open, so a slow listener slows the guest, and a
 * callback that throws ends the run: `run` rejects with what it threw.
 */
export interface RunOptions {
  readonly limits: Limits;
  readonly resumeFrom?: ResumePoint;
  /** Ends the work at once, as `cancelled`. */
  readonly signal?: AbortSignal;
  /** Ends step work before its next step, with a checkpoint, and other work at once; as `preempted`. */
  readonly preempt?: AbortSignal;
  /** Lets the guest call into the mesh. Without it a module that wants to is refused. */
  readonly hostCalls?: HostCalls;
  onProgress?(progress: GuestProgress): void | Promise<void>;
  onCheckpoint?(checkpoint: GuestCheckpoint): void | Promise<void>;
  onPartialOutput?(piece: GuestPartialOutput): void | Promise<void>;
  onLog?(line: GuestLog): void | Promise<void>;
}

/** The terms that work would be run on. */
export type AdmitOptions = Pick<RunOptions, "hostCalls" | "limits" | "signal">;

/** Whether work would be started, said before anything is charged. */
export type Admission =
  | { readonly ok: true }
  | { readonly ok: false; readonly class: FailureClass; readonly message: string };

/** Runs work within limits. A guest cannot make `run` reject, outlive its deadline, or harm the next run. */
export interface Runner {
  /** The kinds it has a runner for, as `JobKind.type`; of a `generic` kind, `generic/` and its label. */
  readonly kinds: readonly string[];
  /** Looks at the kind, the sizes and the module, and runs nothing of it. */
  admit(work: Work, options: AdmitOptions): Promise<Admission>;
  run(work: Work, options: RunOptions): Promise<RunResult>;
}

/** A runner that holds processes or threads, which its owner has to close. */
export interface ClosableRunner extends Runner {
  /** Ends all guests; whoever waits for one gets `SANDBOX_CLOSED`. */
  close(): Promise<void>;
}
