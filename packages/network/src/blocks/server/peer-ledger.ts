import type { Cid, Did } from "@icn-mesh/core";
import type { MessageStream } from "../../message-stream.ts";
import type { BlockMessage, Presence, Want } from "../wire/block-message.ts";
import type { ByteBudget } from "./byte-budget.ts";

/** Where answers to a peer go. */
export type ReplyStream = Pick<MessageStream, "peer" | "send" | "abort">;

/** What one peer wants, over all its streams. */
export interface PeerLedger {
  readonly peer: Did;
  readonly budget: ByteBudget;
  /** In the order in which they came. A second want of one block replaces the first. */
  readonly wants: ReadonlyMap<Cid, OpenWant>;
  /** Enters the wants of a message; returns the answers to those that no block of ours can meet. */
  enter(reply: ReplyStream, message: BlockMessage): readonly Presence[];
  /** Takes a want out, to answer it. */
  remove(cid: Cid): void;
  /** Forgets what was wanted on this stream. */
  leave(reply: ReplyStream): void;
}

/** A want that waits for its answer. */
export interface OpenWant {
  readonly reply: ReplyStream;
  readonly type: "block" | "presence";
  readonly answerNo: boolean;
}

/** The empty ledger of a peer. */
export function createPeerLedger(peer: Did, budget: ByteBudget): PeerLedger {
  const wants = new Map<Cid, OpenWant>();
  return {
    peer,
    budget,
    wants,
    enter(reply, message) {
      for (const { cid, type, answerNo } of message.wants) {
        if (cid === undefined) continue;
        if (type === "cancel") wants.delete(cid);
        else wants.set(cid, { reply, type, answerNo });
      }
      return message.wants.filter(isForeign).map(({ name }) => ({ name, cid: undefined, has: false }));
    },
    remove(cid) {
      wants.delete(cid);
    },
    leave(reply) {
      for (const [cid, want] of wants) if (want.reply === reply) wants.delete(cid);
    },
  };
}

/** Asks for a block that cannot be here, by a name that is no CID of this mesh. */
function isForeign({ cid, type, answerNo }: Want): boolean {
  return cid === undefined && type !== "cancel" && answerNo;
}
