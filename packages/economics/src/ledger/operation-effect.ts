import type { Action, Cid, Operation } from "@icn-mesh/core";

/** What one action does to its account: by how much each part of a balance changes. */
export interface Step {
  readonly action: Action;
  readonly index: number;
  readonly unit: string;
  readonly grant: bigint;
  readonly earned: bigint;
  /** The hold of which a `receive` takes in the rest. */
  readonly restOf?: string;
}

/** What an operation does when it is certified: one step for each of its actions. */
export interface OperationEffect {
  readonly cid: Cid;
  readonly body: Operation;
  readonly steps: readonly Step[];
}
