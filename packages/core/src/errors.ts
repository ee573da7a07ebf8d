import { CodedError } from "./coded-error.ts";

/** Everything that `@icn-mesh/core` throws; refusals of a stranger's bytes are return values instead. */
export type CoreFailure =
  | { readonly code: "CORE_NOT_A_CID" }
  | { readonly code: "CORE_NOT_A_DID" }
  | { readonly code: "CORE_NOT_A_PEER_ID" };

/** A failure of this package, with the facts that belong to its code. */
export class CoreError extends CodedError<CoreFailure> {
  override name = "CoreError";
}
