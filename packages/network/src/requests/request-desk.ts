import type { Did } from "@icn-mesh/core";
import { assertFits } from "../assert-fits.ts";
import type { PeerFailure, RequestResult } from "../network-results.ts";
import { maxBytesOf, type Protocol } from "../protocol.ts";
import { DEFAULT_TIMEOUT_MS, type RequestOptions } from "../wait-options.ts";
import { withDeadline } from "../with-deadline.ts";
import type { RequestChannel } from "./request-channel.ts";
import { createRequestLines, type RequestLine, type RequestLinesComponents } from "./request-lines.ts";

/** Asks peers, over one open stream for each peer and protocol. */
export interface RequestDesk {
  request(
    peer: Did,
    protocol: Protocol,
    call: { readonly bytes: Uint8Array } & RequestOptions,
  ): Promise<RequestResult>;
  /** Closes the streams to a peer that is gone. */
  forget(peer: Did): void;
}

/** A desk without open streams. */
export function createRequestDesk(components: RequestLinesComponents): RequestDesk {
  const { clock, deadlines } = components;
  const lines = createRequestLines(components);

  /** Waits for a stream and a turn; the turn is given back when it came too late. */
  async function reach(line: RequestLine): Promise<RequestChannel | PeerFailure> {
    const channel = await line.opening;
    if (typeof channel === "string") return channel;
    const turn = line.turns.take();
    if (turn === undefined) return "NETWORK_BUSY";
    await turn;
    for (let room = channel.room(); room !== undefined; room = channel.room()) await room;
    return channel;
  }

  async function reachInTime(
    line: RequestLine,
    options: RequestOptions,
  ): Promise<RequestChannel | PeerFailure> {
    const reaching = reach(line);
    let isUsed = false;
    try {
      const { timeoutMs = DEFAULT_TIMEOUT_MS, signal } = options;
      const reached = await withDeadline(() => reaching, { deadlines, timeoutMs, signal });
      isUsed = typeof reached === "object";
      return reached;
    } finally {
      if (!isUsed) void reaching.then((late) => typeof late === "object" && line.turns.give());
    }
  }

  /** The channel when nothing has to be waited for, as is so for all but the first of many requests. */
  function atHand(line: RequestLine): RequestChannel | undefined {
    const { channel, turns } = line;
    if (channel === undefined || channel.room() !== undefined) return undefined;
    return turns.tryTake() ? channel : undefined;
  }

  return {
    async request(peer, protocol, { bytes, signal, timeoutMs = DEFAULT_TIMEOUT_MS }) {
      assertFits(bytes.length, maxBytesOf(protocol));
      signal?.throwIfAborted();
      const due = clock.monotonic() + timeoutMs;
      const line = lines.to(peer, protocol);
      const channel = atHand(line) ?? (await reachInTime(line, { timeoutMs, ...(signal && { signal }) }));
      if (typeof channel === "string") return { ok: false, code: channel };
      try {
        return await channel.ask(bytes, { signal, timeoutMs: Math.max(0, due - clock.monotonic()) });
      } finally {
        line.turns.give();
      }
    },
    forget: lines.forget,
  };
}
