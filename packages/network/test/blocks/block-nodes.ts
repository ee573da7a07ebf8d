import {
  type Cid,
  cidOf,
  createMemoryMetrics,
  createSeededRng,
  type Did,
  type MemoryMetrics,
} from "@icn-mesh/core";
import { createHandClock, createRecordingLogger, type HandClock, sampleDid } from "@icn-mesh/core/testing";
import { onTestFinished } from "vitest";
import {
  type BlockExchange,
  type BlockExchangeOptions,
  createBlockExchange,
} from "../../src/blocks/block-exchange.ts";
import type { ServeBlock } from "../../src/blocks/server/gather-answer.ts";
import { createMemoryNetwork, type MemoryNetwork } from "../../src/memory/memory-network.ts";
import type { NetworkNode } from "../../src/network-node.ts";
import { ended } from "../ended.ts";

/** A node with some blocks, over a network in memory. */
export interface BlockNode {
  readonly did: Did;
  readonly network: NetworkNode;
  readonly exchange: BlockExchange;
  /** Those of its block exchange. */
  readonly metrics: MemoryMetrics;
  /** The blocks that it was asked for, in order. */
  readonly served: readonly Cid[];
  put(bytes: Uint8Array): Cid;
}

/** Nodes that stop when the test has ended. */
export interface BlockNodes {
  readonly clock: HandClock;
  readonly memory: MemoryNetwork;
  /** A started node. It serves what it has to everybody, unless `serve` says otherwise. */
  node(options?: BlockExchangeOptions & { readonly serve?: ServeBlock }): Promise<BlockNode>;
  /** A started node without block exchange. */
  stranger(): Promise<NetworkNode>;
  connect(from: NetworkNode, to: NetworkNode): Promise<void>;
}

/** A network without nodes. Its clock moves on by itself while nothing else happens. */
export function blockNodes(): BlockNodes {
  const clock = createHandClock({ settle: turn });
  const rng = createSeededRng("blocks");
  const memory = createMemoryNetwork({ clock, rng });
  let count = 0;

  async function stranger(): Promise<NetworkNode> {
    count += 1;
    const logger = createRecordingLogger();
    const place = `place-${count}`;
    const node = memory.node({ self: sampleDid(count), place, logger, metrics: createMemoryMetrics() });
    await node.start();
    onTestFinished(() => node.stop());
    return node;
  }

  return {
    clock,
    memory,
    stranger,
    async node({ serve, ...options } = {}) {
      const network = await stranger();
      const blocks = new Map<Cid, Uint8Array>();
      const served: Cid[] = [];
      const metrics = createMemoryMetrics();
      const exchange = createBlockExchange(
        {
          network,
          clock,
          metrics,
          logger: createRecordingLogger(),
          serve(cid, peer) {
            served.push(cid);
            return serve ? serve(cid, peer) : blocks.get(cid);
          },
        },
        options,
      );
      await exchange.start();
      onTestFinished(() => exchange.stop());
      return {
        did: network.self,
        network,
        exchange,
        metrics,
        served,
        put(bytes) {
          const cid = cidOf(bytes, "raw");
          blocks.set(cid, bytes);
          return cid;
        },
      };
    },
    async connect(from, to) {
      const [address] = to.addresses();
      await ended(clock, from.connect(address ?? to.self));
    },
  };
}

/** One turn of the loop, with all that waits in it. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
