import { type Cid, CodedError } from "@icn-mesh/core";
import type { FailureClass } from "./runner.ts";

/** Everything that `@icn-mesh/sandbox` throws; what a guest does wrong is an outcome instead. */
export type SandboxFailure =
  | { readonly code: "SANDBOX_BAD_LIMIT"; readonly limit: string; readonly value: number }
  | { readonly code: "SANDBOX_BUSY"; readonly waiting: number }
  | { readonly code: "SANDBOX_CLOSED" }
  | { readonly code: "SANDBOX_GUEST_EXITED"; readonly exitCode: number }
  | { readonly code: "SANDBOX_GUEST_STOPPED"; readonly class: FailureClass }
  | { readonly code: "SANDBOX_KIND_TWICE"; readonly kind: string }
  | { readonly code: "SANDBOX_NO_PROGRAM"; readonly program: string }
  | { readonly code: "SANDBOX_NO_START"; readonly attempts: number }
  | { readonly code: "SANDBOX_STATE_MISSING"; readonly cid: Cid };

/** A failure of this package, with the facts that belong to its code. */
export class SandboxError extends CodedError<SandboxFailure> {
  override name = "SandboxError";
}
