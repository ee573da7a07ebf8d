import { CodedError } from "@icn-mesh/core";

/** Everything that `@icn-mesh/network` throws; what peers and the wire do wrong are results instead. */
export type NetworkFailure =
  | { readonly code: "NETWORK_ACCOUNT_IN_USE"; readonly account: string }
  | { readonly code: "NETWORK_BAD_ADDRESS"; readonly address: string }
  | { readonly code: "NETWORK_BAD_PROTOCOL"; readonly protocol: string }
  | { readonly code: "NETWORK_CANNOT_LISTEN"; readonly addresses: readonly string[] }
  | { readonly code: "NETWORK_NOT_RUNNING"; readonly service: string }
  | { readonly code: "NETWORK_PROTOCOL_TAKEN"; readonly protocol: string }
  | { readonly code: "NETWORK_READ_TWICE"; readonly protocol: string }
  | { readonly code: "NETWORK_TOO_LARGE"; readonly bytes: number; readonly max: number }
  | { readonly code: "NETWORK_TOPIC_TWICE"; readonly topic: string }
  | { readonly code: "NETWORK_TRANSPORT_MISSING"; readonly transport: string; readonly install: string }
  | { readonly code: "NETWORK_UNKNOWN_NAMESPACE"; readonly namespace: string }
  | { readonly code: "NETWORK_UNKNOWN_TOPIC"; readonly topic: string };

/** A failure of this package, with the facts that belong to its code. */
export class NetworkError extends CodedError<NetworkFailure> {
  override name = "NetworkError";
}
