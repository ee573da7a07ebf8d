import { CodedError } from "@icn-mesh/core";

/** Everything that `@icn-mesh/node` throws: what the operator of the machine has to put right. */
export type NodeFailure =
  | { readonly code: "NODE_BAD_CONFIG"; readonly problems: readonly string[] }
  | { readonly code: "NODE_BAD_CONSTITUTION"; readonly path: string }
  | { readonly code: "NODE_BAD_LETTER"; readonly path: string }
  | { readonly code: "NODE_BAD_MEMBERSHIP"; readonly path: string }
  | { readonly code: "NODE_CONFIG_UNREADABLE"; readonly path: string }
  | { readonly code: "NODE_DATA_DAMAGED"; readonly path: string }
  | { readonly code: "NODE_DATA_FOREIGN"; readonly path: string }
  | { readonly code: "NODE_DATA_IO"; readonly path: string }
  | { readonly code: "NODE_DATA_LOCKED"; readonly path: string }
  | { readonly code: "NODE_DATA_NEWER"; readonly path: string; readonly version: number }
  | { readonly code: "NODE_DEPOSIT_REFUSED"; readonly refusal: string }
  | { readonly code: "NODE_FEDERATION_FIXED"; readonly path: string }
  | { readonly code: "NODE_PROCESS_GONE"; readonly node: string };

/** A failure of this package, with the facts that belong to its code. */
export class NodeError extends CodedError<NodeFailure> {
  override name = "NodeError";
}
