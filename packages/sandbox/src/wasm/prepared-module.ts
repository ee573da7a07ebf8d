import type { ModuleExport, ModuleImport } from "./module-interface.ts";

/** What a captured state would miss. */
export type Uncapturable = "table-changes" | "dropped-segments" | "reference-globals" | "too-many-globals";

/** A module that meters itself: compile `bytes`, hand the instance's exports to `createMeter`, and call through it. */
export interface PreparedModule {
  readonly ok: true;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The cost table that its fuel is counted by. */
  readonly fuelVersion: number;
  /** Functions only: a module that imports anything else is refused. */
  readonly imports: readonly ModuleImport[];
  /** As in the original; the names of the meter are not among them. */
  readonly exports: readonly ModuleExport[];
  /** True if there is a start function. Instantiating does not run it; the meter's `start` does. */
  readonly hasStart: boolean;
  /** Undefined where there is no memory. `maximumPages` is what the module asks for, or the limit if that is less. */
  readonly memory: { readonly initialPages: number; readonly maximumPages: number } | undefined;
  readonly usesFloats: boolean;
  /** Why the state between two calls is more than memory and mutable globals; undefined where it is just that. */
  readonly uncapturable: Uncapturable | undefined;
}
