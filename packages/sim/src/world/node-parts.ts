import type { RuntimeComponents, RuntimeOptions } from "@icn-mesh/runtime";

/** What a runtime is made of: what an actor changes to be dishonest in one decision. */
export interface NodeParts {
  readonly components: RuntimeComponents;
  readonly options: RuntimeOptions;
}
