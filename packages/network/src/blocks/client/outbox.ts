import type { MessageStream } from "../../message-stream.ts";
import { encodeBlockMessage, type Want } from "../wire/block-message.ts";

/** Wants on their way to a peer: those of one turn of the loop travel together. */
export interface Outbox {
  push(want: Want): void;
  /** Sends what waits, and what comes later, on this stream. */
  connect(stream: MessageStream): void;
}

/** An empty outbox, which keeps what it is given until it has a stream. */
export function createOutbox(): Outbox {
  let waiting: Want[] = [];
  let stream: MessageStream | undefined;
  let isFlushing = false;

  async function flush(to: MessageStream): Promise<void> {
    await Promise.resolve(); // lets the others of this turn come along
    for (let hasRoom = true; hasRoom && waiting.length > 0; ) {
      const wants = waiting;
      waiting = [];
      hasRoom = await to.send(encodeBlockMessage({ wants, blocks: [], presences: [] }));
    }
    isFlushing = false;
  }

  function begin(): void {
    if (stream === undefined || isFlushing || waiting.length === 0) return;
    isFlushing = true;
    flush(stream).catch(() => stream?.abort());
  }

  return {
    push(want) {
      waiting.push(want);
      begin();
    },
    connect(opened) {
      stream = opened;
      begin();
    },
  };
}
