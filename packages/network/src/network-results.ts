import type { Did } from "@icn-mesh/core";
import type { MessageStream } from "./message-stream.ts";

/**
 * Why a peer did not do what it was asked: it cannot be dialled, or not by us (`UNREACHABLE`, `GATED`); it has no handler
 * for the protocol (`UNSUPPORTED`); its handler said no, or broke (`REFUSED`, `FAILED`); it, or this node, has too much
 * in hand (`BUSY`); it sent more bytes than the protocol allows (`TOO_LARGE`); the connection broke on the way, so that
 * the request may or may not have been carried out (`DISCONNECTED`), as after `TIMEOUT`.
 */
export type PeerFailure =
  | "NETWORK_UNREACHABLE"
  | "NETWORK_GATED"
  | "NETWORK_UNSUPPORTED"
  | "NETWORK_REFUSED"
  | "NETWORK_FAILED"
  | "NETWORK_BUSY"
  | "NETWORK_TOO_LARGE"
  | "NETWORK_DISCONNECTED"
  | "NETWORK_TIMEOUT";

/** The answer of a peer, or why there is none. */
export type RequestResult =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | { readonly ok: false; readonly code: PeerFailure };

/** An open stream, or why there is none. */
export type OpenResult =
  | { readonly ok: true; readonly stream: MessageStream }
  | { readonly ok: false; readonly code: PeerFailure };

/** Who answered at the address, or why nobody did. */
export type ConnectResult =
  | { readonly ok: true; readonly peer: Did }
  | {
      readonly ok: false;
      readonly code: "NETWORK_UNREACHABLE" | "NETWORK_GATED" | "NETWORK_TIMEOUT";
    };

/** To how many neighbours a message went, perhaps none; or that it was published, or passed on, before. */
export type PublishResult =
  | { readonly ok: true; readonly peers: number }
  | { readonly ok: false; readonly code: "NETWORK_DUPLICATE" };
