import type { Limits } from "../../src/limits.ts";
import type { FailureClass } from "../../src/runner.ts";

/** What a hostile guest tries to break, and what a bare process is looked at for. */
export type Bound =
  | "ends within its deadline"
  | "stays off the engine's stack"
  | "leaves the process alive"
  | "has 64 MiB of memory"
  | "has 65 536 table elements"
  | "takes 256 MiB of the host"
  | "is refused"
  | "puts out 16 MiB"
  | "gives 64 outputs"
  | "logs 256 KiB"
  | "reports 10 times a second"
  | "checkpoints once a second"
  | "calls the mesh 16 times"
  | "is stopped at a bad pointer"
  | "is stopped by its host"
  | "makes 256 files"
  | "sees no file of the host";

/** A guest that wants more than it is allowed. */
export interface HostileGuest {
  readonly name: string;
  readonly kind: "wasm" | "javascript";
  /** The module, or the text. */
  readonly source: () => Uint8Array | Promise<Uint8Array>;
  /** What it breaks where nothing holds it. */
  readonly bound: Bound;
  /** How it ends where its limits hold it. */
  readonly ends: FailureClass | "ok";
  readonly limits?: Partial<Limits>;
  /** True where only a process of its own can be stopped, or would survive it. */
  readonly needsProcess?: true;
  /** True where the engine holds the bound by itself, so that the guest is no control. */
  readonly heldByEngine?: true;
  /** True where another guest is the control for this one. */
  readonly isVariant?: true;
  /** True for a guest that may call the mesh. */
  readonly callsMesh?: true;
}
