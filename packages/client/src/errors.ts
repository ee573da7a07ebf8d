import { CodedError } from "@icn-mesh/core";
import type { Problem } from "./contract/problem.ts";

/** What `@icn-mesh/client` throws. */
export type ClientFailure =
  | { readonly code: "CLIENT_BAD_ANSWER"; readonly route: string; readonly status: number }
  | { readonly code: "CLIENT_BAD_REQUEST"; readonly route: string; readonly path: string }
  | { readonly code: "CLIENT_REFUSED"; readonly problem: Problem }
  | { readonly code: "CLIENT_UNREACHABLE"; readonly url: string };

/** A failure of this package. Of `CLIENT_REFUSED`, `failure.problem.code` is the node's own. */
export class ClientError extends CodedError<ClientFailure> {
  override name = "ClientError";
}
