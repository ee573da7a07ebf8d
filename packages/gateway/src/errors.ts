import { CodedError } from "@icn-mesh/core";

/** What `@icn-mesh/gateway` throws: mistakes of its operator, of the machine, or of whoever sends too much. */
export type GatewayFailure =
  | { readonly code: "GATEWAY_BODY_TOO_LARGE"; readonly maxBytes: number }
  | { readonly code: "GATEWAY_CANNOT_LISTEN"; readonly host: string; readonly port: number }
  | { readonly code: "GATEWAY_NOT_LISTENING" }
  | { readonly code: "GATEWAY_OPEN_DOOR"; readonly host: string }
  | { readonly code: "GATEWAY_PLAIN_HTTP"; readonly host: string }
  | { readonly code: "GATEWAY_TLS_FILE"; readonly file: "certificate" | "key" };

/** A failure of this package, with the facts that belong to its code. */
export class GatewayError extends CodedError<GatewayFailure> {
  override name = "GatewayError";
}
