import { type Clock, orAborted } from "@icn-mesh/core";
import { assertFits } from "../assert-fits.ts";
import { createFrameReader } from "../frames/frame-reader.ts";
import { createFrameWriter } from "../frames/frame-writer.ts";
import type { MessageStream } from "../message-stream.ts";
import type { NetworkLimits } from "../network-limits.ts";
import type { PeerOffence } from "../peers/standing.ts";
import type { ByteStream } from "../transport.ts";
import { createInbox } from "./inbox.ts";

/** What a stream of messages is made of. */
export interface FramedStreamComponents {
  readonly stream: ByteStream;
  readonly protocol: string;
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly limits: NetworkLimits;
  /** Told when the peer did what no honest peer does; the stream is aborted. */
  readonly onOffence: (offence: PeerOffence) => void;
}

/** Messages on a stream of bytes. */
export function createFramedStream(components: FramedStreamComponents): MessageStream {
  const { stream, protocol, maxBytes, limits, onOffence } = components;
  const writer = createFrameWriter(components);
  const inbox = createInbox({ protocol, maxBytes: limits.streamBytes, stream });
  const reader = createFrameReader({ maxBytes, onFrame: inbox.push });
  const closed = Promise.withResolvers<boolean>();
  let isEnded = false;
  let isOver = false;

  function finish(isClean: boolean): void {
    isOver = true;
    inbox.end();
    closed.resolve(isClean);
  }

  function offend(): void {
    stream.abort();
    finish(false);
    onOffence("brokenFrame");
  }

  stream.read({
    data(bytes) {
      if (!isOver && !reader.push(bytes)) offend();
    },
    ended() {
      if (reader.isWithin) offend();
      else inbox.end();
    },
    closed: finish,
  });

  return {
    peer: stream.peer,
    protocol,
    messages: inbox.messages,
    closed: closed.promise,
    async send(bytes, { signal } = {}) {
      assertFits(bytes.length, maxBytes);
      signal?.throwIfAborted();
      if (isOver || isEnded) return false;
      writer.push(NOTHING, bytes);
      const room = writer.room();
      if (room !== undefined) await orAborted(room, signal);
      return !isOver;
    },
    end() {
      if (isEnded) return;
      isEnded = true;
      writer.end();
    },
    abort() {
      stream.abort();
      finish(false);
    },
  };
}

const NOTHING = new Uint8Array(0);
