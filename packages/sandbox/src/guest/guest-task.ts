import type { Data, Did } from "@icn-mesh/core";
import type { Limits } from "../limits.ts";

/** The kinds that a guest process knows how to run. */
export type GuestKind = "echo" | "wasm" | "ccl-wasm" | "javascript";

/** A captured state with all its blocks: what `ResumePoint` named, fetched and checked. */
export interface FetchedState {
  readonly root: Uint8Array;
  /** The chunks that the root lists, in its order. */
  readonly chunks: readonly Uint8Array[];
}

/** One run as it crosses into the process that runs it: plain values and bytes, nothing to call back. */
export interface GuestTask {
  /** What to do: all of it, or only as much as shows whether it could be done. */
  readonly purpose: "run" | "admit";
  readonly kind: GuestKind;
  readonly params: Data;
  readonly module: Uint8Array | null;
  readonly inputs: readonly Uint8Array[];
  readonly args: readonly string[];
  readonly outputs: readonly string[];
  readonly deterministic: boolean;
  readonly seed: string;
  readonly now: number;
  readonly limits: Limits;
  /** Whom the guest may call the mesh for; null where it may not. */
  readonly account: Did | null;
  readonly resumeFrom: FetchedState | null;
}
