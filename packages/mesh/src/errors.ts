import { CodedError } from "@icn-mesh/core";

/** Everything that `@icn-mesh/mesh` throws: mistakes of its caller, never the data of a stranger. */
export type MeshFailure =
  | { readonly code: "MESH_BAD_LIMIT"; readonly name: string; readonly value: number }
  | { readonly code: "MESH_BAD_QUORUM"; readonly replicas: number; readonly agree: number };

/** A failure of this package, with the facts that belong to its code. */
export class MeshError extends CodedError<MeshFailure> {
  override name = "MeshError";
}
