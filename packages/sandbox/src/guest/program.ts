import type { Cid } from "@icn-mesh/core";
import type { PreparedModule } from "../wasm/prepared-module.ts";

/** A module that was prepared and compiled. */
export interface Program {
  /** The name of the module as it was given. */
  readonly cid: Cid;
  readonly prepared: PreparedModule;
  readonly compiled: WebAssembly.Module;
}
