import type { Did } from "@icn-mesh/core";
import type { WaitOptions } from "./wait-options.ts";

/**
 * Messages both ways with one peer. Memory is bounded on both ends: who sends faster than the other end reads waits.
 * It is over when both ends have ended it, or one of them aborted.
 */
export interface MessageStream {
  readonly peer: Did;
  readonly protocol: string;
  /** What the peer sends; read once. It ends without throwing: `closed` tells whether the peer had more to say. */
  readonly messages: AsyncIterable<Uint8Array>;
  /**
   * Resolves to true when there is room for the next message, and to false when this one will not arrive because the
   * stream is over. Throws `NETWORK_TOO_LARGE` for more bytes than the protocol allows.
   */
  send(bytes: Uint8Array, options?: WaitOptions): Promise<boolean>;
  /** Says that nothing more comes from here; what was sent before still arrives. */
  end(): void;
  /** Ends both directions at once; what is under way may be lost. */
  abort(): void;
  /** Resolves when the stream is over: true if both ends ended it, false if it was aborted or the connection broke. */
  readonly closed: Promise<boolean>;
}
