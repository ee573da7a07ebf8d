import type { Clock } from "@icn-mesh/core";
import { createFrameReader } from "../frames/frame-reader.ts";
import { createFrameWriter } from "../frames/frame-writer.ts";
import type { NetworkLimits } from "../network-limits.ts";
import type { PeerFailure, RequestResult } from "../network-results.ts";
import type { PeerOffence } from "../peers/standing.ts";
import type { ByteStream } from "../transport.ts";
import type { Deadlines } from "./deadlines.ts";
import {
  FRAME_HEAD_BYTES,
  FRAME_KINDS,
  frameHead,
  MAX_FRAME_NUMBER,
  type RequestFrame,
  readFrame,
} from "./request-frame.ts";

/** The side of a stream that asks: many requests at once, whose answers may come in any order. */
export interface RequestChannel {
  /** True when the stream is over; what is asked then fails. */
  readonly isOver: boolean;
  /** Requests without an answer yet. */
  readonly open: number;
  /** Undefined when the stream takes more bytes; otherwise resolves when it does, or is over. */
  room(): Promise<void> | undefined;
  /** Rejects with the reason of the signal only. */
  ask(bytes: Uint8Array, options: AskOptions): Promise<RequestResult>;
  close(): void;
}

/** How long to wait for an answer. */
export interface AskOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** What a channel is made of. */
export interface RequestChannelComponents {
  readonly stream: ByteStream;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly limits: NetworkLimits;
  readonly maxBytes: number;
  /** Told when the peer did what no honest peer does; the stream is aborted. */
  readonly onOffence: (offence: PeerOffence) => void;
}

const FAILURES: Readonly<Record<number, PeerFailure>> = {
  [FRAME_KINDS.refused]: "NETWORK_REFUSED",
  [FRAME_KINDS.failed]: "NETWORK_FAILED",
  [FRAME_KINDS.busy]: "NETWORK_BUSY",
  [FRAME_KINDS.tooLarge]: "NETWORK_TOO_LARGE",
};

/** Asks over a stream that stays open. A late answer is dropped; what belongs to no request is not held against anybody. */
export function createRequestChannel(components: RequestChannelComponents): RequestChannel {
  const { stream, deadlines, maxBytes, onOffence } = components;
  const writer = createFrameWriter(components);
  const waiting = new Map<number, (result: RequestResult) => void>();
  const nextId = createNumbers((id) => waiting.has(id));
  let isOver = false;

  const reader = createFrameReader({ maxBytes: maxBytes + FRAME_HEAD_BYTES, onFrame });

  function onFrame(bytes: Uint8Array): void {
    const frame = readFrame(bytes);
    if (frame === undefined) offend();
    else waiting.get(frame.id)?.(resultOf(frame));
  }

  function offend(): void {
    failAll("NETWORK_TOO_LARGE");
    stream.abort();
    onOffence("brokenFrame");
  }

  function failAll(code: PeerFailure): void {
    isOver = true;
    for (const settle of [...waiting.values()]) settle({ ok: false, code });
  }

  stream.read({
    data(bytes) {
      if (!isOver && !reader.push(bytes)) offend();
    },
    ended: () => {
      failAll("NETWORK_DISCONNECTED");
      stream.abort();
    },
    closed: () => failAll("NETWORK_DISCONNECTED"),
  });

  return {
    get isOver() {
      return isOver;
    },
    get open() {
      return waiting.size;
    },
    room: () => writer.room(),
    ask(bytes, { timeoutMs, signal }) {
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        if (isOver) return resolve({ ok: false, code: "NETWORK_DISCONNECTED" });
        const id = nextId();
        const forgetDeadline = deadlines.add(timeoutMs, () => giveUp({ ok: false, code: "NETWORK_TIMEOUT" }));

        function settle(result: RequestResult): void {
          waiting.delete(id);
          forgetDeadline();
          signal?.removeEventListener("abort", leave);
          resolve(result);
        }
        function giveUp(result: RequestResult): void {
          settle(result);
          writer.push(frameHead(FRAME_KINDS.cancel, id), NOTHING);
        }
        function leave(): void {
          reject(signal?.reason);
          giveUp({ ok: false, code: "NETWORK_TIMEOUT" });
        }
        waiting.set(id, settle);
        signal?.addEventListener("abort", leave);
        writer.push(frameHead(FRAME_KINDS.request, id, Math.min(timeoutMs, MAX_FRAME_NUMBER)), bytes);
      });
    },
    close() {
      failAll("NETWORK_DISCONNECTED");
      stream.abort();
    },
  };
}

/** Numbers from 1 on, and round again, leaving out those that are in use. */
function createNumbers(isUsed: (id: number) => boolean): () => number {
  let last = 0;
  return () => {
    do last = last === MAX_FRAME_NUMBER ? 1 : last + 1;
    while (isUsed(last));
    return last;
  };
}

const NOTHING = new Uint8Array(0);

function resultOf({ kind, body }: RequestFrame): RequestResult {
  if (kind === FRAME_KINDS.answer) return { ok: true, bytes: body };
  return { ok: false, code: FAILURES[kind] ?? "NETWORK_FAILED" };
}
