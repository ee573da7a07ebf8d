import type { MessageStream } from "../../message-stream.ts";
import { decodeBlockMessage } from "../wire/block-message.ts";
import type { BlockServer } from "./block-server.ts";
import type { ReplyStream } from "./peer-ledger.ts";

/** Reads what a peer wants until it has no more to say. A stream with bytes that are no message is aborted. */
export async function readWants(
  stream: MessageStream,
  reply: ReplyStream,
  server: BlockServer,
): Promise<void> {
  for await (const bytes of stream.messages) {
    const message = decodeBlockMessage(bytes);
    if (message === undefined) return stream.abort();
    await server.take(reply, message);
  }
}
