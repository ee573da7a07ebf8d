import type { NodeExtension } from "@icn-mesh/node";

/** What a node that this program starts has beside its own parts. */
export interface NodeDoors {
  readonly extensions: readonly NodeExtension[];
  /** Where its API is, once it has started; undefined where it has none. */
  url(): string | undefined;
}

/** The doors of a node. */
export function nodeDoors(): NodeDoors {
  return { extensions: [], url: () => undefined };
}
