import type { Tree } from "../clean-workspace.ts";

/** A violation of one rule: what it does, the files it adds or replaces, and where the rule must find it. */
export interface Plant {
  readonly rule: string;
  readonly does: string;
  readonly files: Tree;
  readonly found: readonly string[];
}
