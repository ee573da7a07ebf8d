import { type Cid, type Clock, cidOf, type Did, MAX_BLOCK_BYTES } from "@icn-mesh/core";
import type { NetworkService } from "../../network-service.ts";
import type { Protocol } from "../../protocol.ts";
import type { BlockCounts } from "../block-counts.ts";
import { type BlockMessage, type CarriedBlock, decodeBlockMessage, wantOf } from "../wire/block-message.ts";
import { type AskBook, type AskType, createAskBook } from "./ask-book.ts";
import { createOutbox } from "./outbox.ts";

/** Why a link ended: the peer cannot be reached or left, sent what nobody asked for, or was closed from here. */
export type LinkEnd = "gone" | "wrong" | "closed";

/** The one stream on which a peer is asked for blocks. It is opened when it is made, and does not come back. */
export interface ProviderLink {
  readonly peer: Did;
  /** What is not yet answered. */
  readonly asks: Pick<AskBook, "delay" | "idleSince" | "list" | "size">;
  ask(cid: Cid, type: AskType): void;
  /** Tells the peer that a block is no longer wanted. What comes all the same is dropped. */
  cancel(cid: Cid): void;
  close(): void;
}

/** Who is told what comes on a link. */
export interface LinkListener {
  onBlock(peer: Did, cid: Cid, bytes: Uint8Array): void;
  onPresence(peer: Did, cid: Cid, has: boolean): void;
  /** Nothing comes after it; `asks` were not answered. */
  onEnd(link: ProviderLink, why: LinkEnd, asks: readonly Cid[]): void;
}

/** What a link needs. */
export interface LinkComponents {
  readonly network: Pick<NetworkService, "open">;
  readonly clock: Clock;
  readonly protocol: Protocol;
  readonly counts: BlockCounts;
  readonly listener: LinkListener;
  readonly openMs: number;
}

/** A link to a peer, which opens at once. */
export function createProviderLink(components: LinkComponents, peer: Did): ProviderLink {
  const { counts, listener } = components;
  const asks = createAskBook(components.clock);
  const outbox = createOutbox();
  const ended = new AbortController();

  function takeBlock({ codec, bytes }: CarriedBlock): boolean {
    if (codec === undefined || bytes.length > MAX_BLOCK_BYTES) return false;
    if (asks.isSettled) return false; // not worth a hash
    const cid = cidOf(bytes, codec);
    if (asks.answer(cid)) listener.onBlock(peer, cid, bytes);
    else if (asks.wasCancelled(cid)) counts.add("late");
    else return false;
    return true;
  }

  function takeMessage(message: BlockMessage): boolean {
    for (const { cid, has } of message.presences) {
      // A peer that has the block that it was asked for sends it, and does not talk about it.
      if (cid === undefined || (has && asks.typeOf(cid) === "block")) continue;
      if (asks.answer(cid)) listener.onPresence(peer, cid, has);
    }
    return message.blocks.every(takeBlock);
  }

  async function run(): Promise<LinkEnd> {
    const options = { timeoutMs: components.openMs, signal: ended.signal };
    const opened = await components.network.open(peer, components.protocol, options);
    if (!opened.ok) return "gone";
    const { stream } = opened;
    ended.signal.addEventListener("abort", () => stream.abort(), { once: true });
    if (ended.signal.aborted) stream.abort();
    outbox.connect(stream);
    for await (const bytes of stream.messages) {
      const message = decodeBlockMessage(bytes);
      if (message === undefined || !takeMessage(message)) return "wrong";
    }
    return "gone";
  }

  function end(why: LinkEnd): void {
    const isClosed = ended.signal.aborted;
    ended.abort();
    const left = asks.list().map(([cid]) => cid);
    for (const cid of left) asks.cancel(cid);
    listener.onEnd(link, isClosed ? "closed" : why, left);
  }

  const link: ProviderLink = {
    peer,
    asks,
    ask(cid, type) {
      asks.add(cid, type);
      outbox.push(wantOf(cid, type));
    },
    cancel(cid) {
      if (asks.cancel(cid)) outbox.push(wantOf(cid, "cancel"));
    },
    close: () => ended.abort(),
  };
  run().then(end, () => end("gone"));
  return link;
}
