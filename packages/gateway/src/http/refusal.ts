import type { Scope } from "@icn-mesh/client";
import type { CodedError } from "@icn-mesh/core";
import type { ManaRefusal } from "@icn-mesh/economics";
import type { AidRefusal, SubmitRefusal } from "@icn-mesh/runtime";

/** Why the gateway itself does not do what a request asks. */
export type GatewayRefusal =
  | { readonly code: "GATEWAY_BAD_RANGE"; readonly size: number | undefined }
  | { readonly code: "GATEWAY_BAD_REQUEST"; readonly path: string; readonly message: string }
  | { readonly code: "GATEWAY_BODY_TOO_LARGE"; readonly maxBytes: number }
  | { readonly code: "GATEWAY_FOREIGN_HOST" }
  | { readonly code: "GATEWAY_FOREIGN_ORIGIN" }
  | { readonly code: "GATEWAY_FULL"; readonly what: string }
  | { readonly code: "GATEWAY_IDEMPOTENCY_MISMATCH" }
  | { readonly code: "GATEWAY_INTERNAL" }
  | { readonly code: "GATEWAY_JOB_ENDED"; readonly status: string }
  | { readonly code: "GATEWAY_NOT_ALLOWED"; readonly needs: Scope }
  | { readonly code: "GATEWAY_NOT_HERE"; readonly what: string }
  | { readonly code: "GATEWAY_NOT_READY" }
  | { readonly code: "GATEWAY_NO_RESULT"; readonly status: string }
  | { readonly code: "GATEWAY_TOO_MANY_REQUESTS"; readonly retryInMs: number }
  | { readonly code: "GATEWAY_UNAUTHENTICATED"; readonly why: string }
  | { readonly code: "GATEWAY_UNKNOWN"; readonly what: string }
  | { readonly code: "GATEWAY_UNKNOWN_ROUTE" };

/** Why a request was not done, in the words of whoever refused it. */
export type Refused = AidRefusal | GatewayRefusal | ManaRefusal | SubmitRefusal;

/** What a handler answers: what was asked for, or why not. */
export type Answer<Value> =
  | { readonly ok: true; readonly value: Value; readonly status?: number }
  | { readonly ok: false; readonly refused: Refused | CodedError<{ readonly code: string }>["failure"] };

/** What was asked for. */
export function answered<Value>(value: Value, status?: number): Answer<Value> {
  return status === undefined ? { ok: true, value } : { ok: true, value, status };
}

/** Why it was not done. */
export function refuse(refused: Refused): { readonly ok: false; readonly refused: Refused } {
  return { ok: false, refused };
}
