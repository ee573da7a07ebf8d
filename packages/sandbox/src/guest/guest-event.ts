import type { FailureClass, GuestLog, GuestPartialOutput, GuestProgress } from "../runner.ts";

/** The blocks of a checkpoint that is about to be named. */
export interface BlocksEvent {
  readonly type: "blocks";
  readonly blocks: readonly Uint8Array[];
}

/** A state whose blocks have all been sent, in this run or, where the run was resumed, with its start. */
export interface CheckpointEvent {
  readonly type: "checkpoint";
  readonly checkpointId: string;
  readonly stage: string;
  readonly step: number;
  readonly percent: number;
  readonly root: Uint8Array;
}

/** The guest is about to run; `hasSteps` says whether it can be left between two of them. */
export interface BeganEvent {
  readonly type: "began";
  readonly hasSteps: boolean;
}

/** What a running guest tells its host, in the order in which it happened. */
export type GuestEvent =
  | ({ readonly type: "progress" } & GuestProgress)
  | ({ readonly type: "log" } & GuestLog)
  | ({ readonly type: "partial" } & GuestPartialOutput)
  | BeganEvent
  | BlocksEvent
  | CheckpointEvent;

/** What a run used, as counted where it ran. */
export interface GuestUsage {
  readonly fuel: number;
  readonly peakMemoryBytes: number;
  readonly outputBytes: number;
}

/** How a guest ended. */
export type GuestEnd =
  | {
      readonly type: "ok";
      readonly result: Uint8Array;
      readonly outputs: ReadonlyMap<string, Uint8Array>;
      readonly usage: GuestUsage;
    }
  | {
      readonly type: "failed";
      readonly class: FailureClass;
      readonly message: string;
      readonly usage: GuestUsage;
    };

/** A question of the guest to the mesh, of which it awaits the answer. */
export type GuestQuestion =
  | { readonly type: "submit-job"; readonly bytes: Uint8Array }
  | { readonly type: "anchor-receipt"; readonly bytes: Uint8Array }
  | { readonly type: "pending-jobs" }
  | { readonly type: "mana"; readonly account: string }
  | { readonly type: "reputation"; readonly account: string }
  | { readonly type: "spend-mana"; readonly account: string; readonly amount: bigint };
