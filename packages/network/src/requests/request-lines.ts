import type { Clock, Did } from "@icn-mesh/core";
import { type NetworkLimits, requestsAtOnce } from "../network-limits.ts";
import type { PeerFailure } from "../network-results.ts";
import type { PeerOffence } from "../peers/standing.ts";
import { maxBytesOf, type Protocol } from "../protocol.ts";
import type { Transport } from "../transport.ts";
import { DEFAULT_TIMEOUT_MS } from "../wait-options.ts";
import { withDeadline } from "../with-deadline.ts";
import type { Deadlines } from "./deadlines.ts";
import { createRequestChannel, type RequestChannel } from "./request-channel.ts";
import { createTurns, type Turns } from "./turns.ts";

/** A stream that is being opened, or is open, and whose turn it is to use it. */
export interface RequestLine {
  readonly turns: Turns;
  readonly opening: Promise<RequestChannel | PeerFailure>;
  /** Set once it is open. */
  channel?: RequestChannel;
}

/** The open streams of a node for its requests: one for each peer and protocol. */
export interface RequestLines {
  /** The line there is, or a new one when there is none, or that one is over. */
  to(peer: Did, protocol: Protocol): RequestLine;
  /** Closes the streams to a peer that is gone. */
  forget(peer: Did): void;
}

/** What lines are made of. */
export interface RequestLinesComponents {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly limits: NetworkLimits;
  readonly onOffence: (peer: Did, offence: PeerOffence) => void;
}

/** Requests that may wait for a turn with one peer in one protocol. */
const MAX_WAITING = 1_024;

/** No lines yet. */
export function createRequestLines(components: RequestLinesComponents): RequestLines {
  const { transport, clock, deadlines, limits, onOffence } = components;
  // Bounded by connections and by the protocols that this node asks in.
  const lines = new Map<Did, Map<string, RequestLine>>();

  function to(peer: Did, protocol: Protocol): RequestLine {
    const known = lines.get(peer)?.get(protocol.name);
    if (known !== undefined && known.channel?.isOver !== true) return known;
    const turns = createTurns(requestsAtOnce(limits, maxBytesOf(protocol)), MAX_WAITING);
    const line: RequestLine = { turns, opening: open(peer, protocol) };
    const those = lines.get(peer) ?? new Map<string, RequestLine>();
    lines.set(peer, those.set(protocol.name, line));
    void line.opening.then((channel) => {
      if (typeof channel === "object") line.channel = channel;
      else if (those.get(protocol.name) === line) remove(peer, protocol.name);
    });
    return line;
  }

  function remove(peer: Did, protocol: string): void {
    const those = lines.get(peer);
    those?.delete(protocol);
    if (those?.size === 0) lines.delete(peer);
  }

  async function open(peer: Did, protocol: Protocol): Promise<RequestChannel | PeerFailure> {
    const opened = await withDeadline((signal) => transport.openStream(peer, protocol.name, signal), {
      deadlines,
      timeoutMs: DEFAULT_TIMEOUT_MS,
    });
    if (opened === "NETWORK_TIMEOUT") return opened;
    if (!opened.ok) return opened.code;
    return createRequestChannel({
      stream: opened.stream,
      clock,
      deadlines,
      limits,
      maxBytes: maxBytesOf(protocol),
      onOffence: (offence) => onOffence(peer, offence),
    });
  }

  return {
    to,
    forget(peer) {
      for (const { channel } of lines.get(peer)?.values() ?? []) channel?.close();
      lines.delete(peer);
    },
  };
}
