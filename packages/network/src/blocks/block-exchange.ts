import {
  type Cid,
  type Clock,
  type Did,
  type Logger,
  MAX_BLOCK_BYTES,
  type Metrics,
  type Service,
} from "@icn-mesh/core";
import type { MessageStream } from "../message-stream.ts";
import type { NetworkService } from "../network-service.ts";
import type { Protocol } from "../protocol.ts";
import type { WaitOptions } from "../wait-options.ts";
import { openBitswapDoor } from "./bitswap-door.ts";
import { createBlockCounts } from "./block-counts.ts";
import { BLOCK_LIMITS, type BlockLimits } from "./block-limits.ts";
import { type BlockSession, createBlockSession } from "./block-session.ts";
import type { BlockStats } from "./block-stats.ts";
import { createBlockClient } from "./client/block-client.ts";
import type { FetchResult } from "./client/fetching.ts";
import { createBlockServer } from "./server/block-server.ts";
import type { ServeBlock } from "./server/gather-answer.ts";
import { readWants } from "./server/read-wants.ts";

/** Blocks by their CIDs, from peers and for peers. Every block that comes was hashed before anybody sees it. */
export interface BlockExchange extends Service {
  /** From `providers` first, and then from whoever is connected. It rejects only when the signal aborts. */
  fetch(cid: Cid, options?: FetchOptions): Promise<FetchResult>;
  /** For blocks that belong together. */
  session(providers?: readonly Did[]): BlockSession;
  stats(): BlockStats;
}

/** How to fetch one block. */
export interface FetchOptions extends WaitOptions {
  /** Peers that are likely to have it; they need not be connected. */
  readonly providers?: readonly Did[];
}

/** What block exchange needs. */
export interface BlockExchangeComponents {
  readonly network: Pick<NetworkService, "accept" | "open" | "peers">;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What `stats` counts is counted here too, where it is given. */
  readonly metrics?: Metrics | undefined;
  readonly serve: ServeBlock;
}

/** How much of this node it may take, and for whom. */
export interface BlockExchangeOptions {
  readonly limits?: Partial<BlockLimits>;
  /** True to answer IPFS nodes too, over Bitswap; `serve` decides about each of them as about any peer. */
  readonly bitswap?: boolean;
}

/** Block exchange that is to be started; it fetches and serves until it is stopped. */
export function createBlockExchange(
  components: BlockExchangeComponents,
  options: BlockExchangeOptions = {},
): BlockExchange {
  const limits = { ...BLOCK_LIMITS, ...options.limits };
  const { network, clock } = components;
  const counts = createBlockCounts(components.metrics);
  const protocol = blockProtocol(limits);
  const server = createBlockServer({ ...components, counts }, limits);
  const client = createBlockClient({ network, clock, protocol, counts }, limits);
  const doors: (() => void)[] = [];

  async function answer(stream: MessageStream): Promise<void> {
    await readWants(stream, stream, server);
    server.leave(stream);
    stream.end();
  }

  return {
    name: "blocks",
    async start() {
      doors.push(network.accept(protocol, answer));
      if (options.bitswap) doors.push(openBitswapDoor({ network, clock, server }));
    },
    async stop() {
      for (const close of doors.splice(0)) close();
      server.stop();
      client.stop();
    },
    fetch: (cid, { providers = [], signal } = {}) => client.fetch(cid, providers, signal ? { signal } : {}),
    session: (providers = []) => createBlockSession(client, providers),
    stats: counts.stats,
  };
}

/** A message is a batch of small blocks and perhaps one large block behind them, with their frames. */
function blockProtocol({ batchBytes }: BlockLimits): Protocol {
  return { name: "/icn-mesh/blocks/1", maxBytes: MAX_BLOCK_BYTES + 2 * batchBytes };
}
