import { type Clock, createBoundedMap, type Did } from "@icn-mesh/core";
import type { MessageStream } from "../message-stream.ts";
import type { NetworkService } from "../network-service.ts";
import type { Protocol } from "../protocol.ts";
import type { WaitOptions } from "../wait-options.ts";
import type { BlockServer } from "./server/block-server.ts";
import type { ReplyStream } from "./server/peer-ledger.ts";
import { readWants } from "./server/read-wants.ts";

/** What IPFS nodes speak; they send messages of up to 4 MiB. */
export const BITSWAP: Protocol = { name: "/ipfs/bitswap/1.2.0", maxBytes: 4 * 1024 * 1024 };

/** IPFS nodes give a stream up on which they hear nothing for 10 seconds. */
const OPEN_MS = 5_000;

/** What the door needs. */
export interface BitswapDoorComponents {
  readonly network: Pick<NetworkService, "accept" | "open">;
  readonly clock: Clock;
  readonly server: BlockServer;
}

/**
 * Answers peers that speak Bitswap, under the same limits as all others, until the returned function is called. In
 * Bitswap a stream goes one way, so the answers go back on a stream that is opened for them.
 */
export function openBitswapDoor(components: BitswapDoorComponents): () => void {
  const replies = createBoundedMap<Did, ReplyStream>({ max: 1024, whenFull: "evict-least-used" });
  const closed = new AbortController();

  const refuse = components.network.accept(BITSWAP, async (stream) => {
    const { peer } = stream;
    const reply = replies.get(peer) ?? createReturnStream({ ...components, peer, signal: closed.signal });
    replies.set(peer, reply);
    await readWants(stream, reply, components.server);
    stream.end();
  });

  return () => {
    refuse();
    closed.abort();
  };
}

interface ReturnStreamComponents extends BitswapDoorComponents {
  readonly peer: Did;
  readonly signal: AbortSignal;
}

/** Opens a stream when there is something to send and none is open; ends it when nothing was sent for a while. */
function createReturnStream({ network, clock, peer, signal }: ReturnStreamComponents): ReplyStream {
  let current: Open | undefined;

  async function open(options: WaitOptions | undefined): Promise<Open | undefined> {
    const opened = await network.open(peer, BITSWAP, { timeoutMs: OPEN_MS, ...options });
    if (!opened.ok) return undefined;
    const mine = { stream: opened.stream, sent: 0 };
    current = mine;
    endWhenIdle(mine).catch(() => mine.stream.abort());
    forgetWhenClosed(mine).catch(() => undefined);
    return mine;
  }

  async function endWhenIdle(mine: Open): Promise<void> {
    for (let before = -1; before !== mine.sent; ) {
      before = mine.sent;
      await clock.after(OPEN_MS, { signal });
    }
    if (current === mine) current = undefined;
    mine.stream.end();
  }

  async function forgetWhenClosed(mine: Open): Promise<void> {
    await mine.stream.closed;
    if (current === mine) current = undefined;
  }

  return {
    peer,
    async send(bytes, options) {
      const mine = current ?? (await open(options));
      if (mine === undefined) return false;
      mine.sent += 1;
      return mine.stream.send(bytes, options);
    },
    abort() {
      current?.stream.abort();
      current = undefined;
    },
  };
}

/** A stream to the peer, and how much went out on it. */
interface Open {
  readonly stream: MessageStream;
  sent: number;
}
