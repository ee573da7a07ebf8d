import type { Refusal } from "./codec/refusal.ts";
import { CodedError } from "./coded-error.ts";

/** Everything that `@icn-mesh/core` throws; refusals of a stranger's bytes are return values instead. */
export type CoreFailure =
  | { readonly code: "CORE_BAD_LABELS"; readonly metric: string }
  | { readonly code: "CORE_BAD_LOG_LEVELS"; readonly part: string }
  | { readonly code: "CORE_BAD_METRIC"; readonly metric: string }
  | { readonly code: "CORE_BAD_REF_NAME"; readonly name: string }
  | { readonly code: "CORE_BAD_SCHEMA" }
  | { readonly code: "CORE_BLOCK_TOO_LARGE"; readonly bytes: number }
  | { readonly code: "CORE_CANNOT_ENCODE"; readonly codec: string; readonly path: string }
  | { readonly code: "CORE_ENGINE_DISAGREES"; readonly engine: string; readonly verdicts: string }
  | { readonly code: "CORE_KEPT_LINKS_FAILED"; readonly cid: string }
  | { readonly code: "CORE_KEPT_LINKS_MISSING" }
  | { readonly code: "CORE_KEY_FILE_DAMAGED"; readonly path: string }
  | { readonly code: "CORE_KEY_FILE_EXPOSED"; readonly path: string }
  | { readonly code: "CORE_KEY_FILE_IO"; readonly path: string }
  | { readonly code: "CORE_KEY_FILE_LOCKED"; readonly path: string }
  | { readonly code: "CORE_KEY_FILE_MISSING"; readonly path: string }
  | { readonly code: "CORE_KEY_FILE_NEWER"; readonly path: string }
  | { readonly code: "CORE_KEY_FILE_UNENCRYPTED"; readonly path: string }
  | { readonly code: "CORE_KEY_FILE_WRONG_PASSPHRASE"; readonly path: string }
  | { readonly code: "CORE_METRIC_CONFLICT"; readonly metric: string }
  | { readonly code: "CORE_MODEL_TWICE"; readonly model: string }
  | { readonly code: "CORE_NOT_AN_ENVELOPE" }
  | { readonly code: "CORE_NOT_A_CID" }
  | { readonly code: "CORE_NOT_A_DID" }
  | { readonly code: "CORE_NOT_A_PEER_ID" }
  | { readonly code: "CORE_NOT_A_SECRET_KEY"; readonly bytes: number }
  | { readonly code: "CORE_OUT_OF_RANGE"; readonly name: string; readonly value: number }
  | { readonly code: "CORE_PROJECTION_FAILED"; readonly model: string }
  | { readonly code: "CORE_PROMISE_BROKEN" }
  | { readonly code: "CORE_REFUSED_BYTES"; readonly codec: string; readonly refusal: Refusal }
  | { readonly code: "CORE_REF_TARGET_MISSING"; readonly ref: string; readonly cid: string }
  | { readonly code: "CORE_REF_TWICE"; readonly ref: string }
  | { readonly code: "CORE_SERVICES_NOT_STOPPED"; readonly services: readonly string[] }
  | { readonly code: "CORE_SIGNER_MISMATCH"; readonly by: string }
  | { readonly code: "CORE_STORAGE_CLOSED" }
  | { readonly code: "CORE_TOO_MANY_LISTENERS"; readonly event: string; readonly max: number }
  | { readonly code: "CORE_UNKNOWN_CODEC"; readonly codec: string }
  | { readonly code: "CORE_UNKNOWN_MODEL"; readonly model: string }
  | { readonly code: "CORE_UNSIGNABLE_MESSAGE"; readonly bytes: number }
  | { readonly code: "CORE_VERIFIER_BUSY"; readonly waiting: number }
  | { readonly code: "CORE_VERIFIER_CLOSED" }
  | { readonly code: "CORE_VERIFIER_CRASHED" };

/** A failure of this package, with the facts that belong to its code. */
export class CoreError extends CodedError<CoreFailure> {
  override name = "CoreError";
}
