import { NetworkError } from "../errors.ts";
import type { ByteStream } from "../transport.ts";

/** Messages that have arrived and were not read yet. */
export interface Inbox {
  push(message: Uint8Array): void;
  /** Nothing more will come; what is there can still be read. */
  end(): void;
  readonly messages: AsyncIterable<Uint8Array>;
}

/** How many bytes may lie there before the stream is paused. */
export interface InboxOptions {
  readonly protocol: string;
  readonly maxBytes: number;
  readonly stream: Pick<ByteStream, "pause" | "resume" | "abort">;
}

/** An empty inbox. Who stops reading before the end aborts the stream: nobody would read the rest. */
export function createInbox({ protocol, maxBytes, stream }: InboxOptions): Inbox {
  let messages: Uint8Array[] = [];
  let first = 0;
  let bytes = 0;
  let isPaused = false;
  let hasEnded = false;
  let isRead = false;
  let wake: (() => void) | undefined;

  function take(): Uint8Array | undefined {
    const message = messages[first];
    if (message === undefined) return undefined;
    first += 1;
    bytes -= message.length;
    if (first * 2 > messages.length) {
      messages = messages.slice(first);
      first = 0;
    }
    if (isPaused && bytes * 2 < maxBytes) {
      isPaused = false;
      stream.resume();
    }
    return message;
  }

  async function next(): Promise<Uint8Array | undefined> {
    for (;;) {
      const message = take();
      if (message !== undefined || hasEnded) return message;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  async function* read(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (let message = await next(); message !== undefined; message = await next()) yield message;
    } finally {
      if (!hasEnded || first < messages.length) stream.abort();
    }
  }

  function ring(): void {
    wake?.();
    wake = undefined;
  }

  return {
    push(message) {
      if (hasEnded) return;
      messages.push(message);
      // An empty message takes room too.
      bytes += message.length;
      if (!isPaused && (bytes >= maxBytes || messages.length - first >= MAX_MESSAGES)) {
        isPaused = true;
        stream.pause();
      }
      ring();
    },
    end() {
      hasEnded = true;
      ring();
    },
    messages: {
      [Symbol.asyncIterator]() {
        if (isRead) throw new NetworkError("a stream is read once", { code: "NETWORK_READ_TWICE", protocol });
        isRead = true;
        return read();
      },
    },
  };
}

const MAX_MESSAGES = 4_096;
