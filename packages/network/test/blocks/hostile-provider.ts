import { type Cid, cidOf, MAX_BLOCK_BYTES } from "@icn-mesh/core";
import {
  type BlockMessage,
  carriedBlock,
  decodeBlockMessage,
  encodeBlockMessage,
} from "../../src/blocks/wire/block-message.ts";
import type { MessageStream } from "../../src/message-stream.ts";
import type { NetworkNode } from "../../src/network-node.ts";

/** The protocol that nodes ask for blocks by, as any peer may speak it. */
export const BLOCKS = { name: "/icn-mesh/blocks/1", maxBytes: MAX_BLOCK_BYTES + 256 * 1024 };

/** A message that says nothing. */
export const NOTHING: BlockMessage = { wants: [], blocks: [], presences: [] };

/** What a provider does with the wants of a message, those that are cancelled among them. */
export type Answer = (stream: MessageStream, wants: readonly Cid[]) => unknown;

/** Makes the node a provider that answers like this. */
export function provide(network: NetworkNode, answer: Answer): NetworkNode {
  network.accept(BLOCKS, async (stream) => {
    for await (const bytes of stream.messages) {
      const wants = decodeBlockMessage(bytes)?.wants ?? [];
      await answer(
        stream,
        wants.flatMap((want) => want.cid ?? []),
      );
    }
  });
  return network;
}

/** Sends these blocks, whatever was wanted. */
export function answerWith(...blocks: readonly Uint8Array[]): Answer {
  const carried = blocks.map((bytes) => carriedBlock(cidOf(bytes, "raw"), bytes));
  return (stream) => stream.send(encodeBlockMessage({ ...NOTHING, blocks: carried }));
}
