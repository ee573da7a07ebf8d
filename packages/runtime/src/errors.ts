import { type Cid, CodedError } from "@icn-mesh/core";

/** Everything that `@icn-mesh/runtime` throws: mistakes of its caller or of the machine; what peers do is a result. */
export type RuntimeFailure =
  | { readonly code: "RUNTIME_BLOCK_MISSING"; readonly cid: Cid }
  | { readonly code: "RUNTIME_BOOK_DAMAGED"; readonly job: string }
  | { readonly code: "RUNTIME_CHAIN_UNREACHABLE"; readonly chain: string }
  | { readonly code: "RUNTIME_GUARD_SILENT"; readonly guard: string }
  | { readonly code: "RUNTIME_HOLD_UNPROVEN"; readonly job: string }
  | { readonly code: "RUNTIME_KIND_TWICE"; readonly kind: string }
  | { readonly code: "RUNTIME_LOCAL_MESH"; readonly because: string }
  | { readonly code: "RUNTIME_NOT_OUR_ACCOUNT"; readonly account: string }
  | { readonly code: "RUNTIME_OVERTAKEN"; readonly ref: string };

/** A failure of this package, with the facts that belong to its code. */
export class RuntimeError extends CodedError<RuntimeFailure> {
  override name = "RuntimeError";
}
