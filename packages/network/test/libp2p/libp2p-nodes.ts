import { createMemoryMetrics } from "@icn-mesh/core";
import { systemClock, systemRng } from "@icn-mesh/core/node";
import { createRecordingLogger } from "@icn-mesh/core/testing";
import { createLibp2pNetwork, type Libp2pNetworkOptions } from "../../src/libp2p/index.ts";
import type { NetworkNode } from "../../src/network-node.ts";
import type { NetworkSubject } from "../../src/testing/index.ts";

/** Nodes over libp2p on the loopback interface, and how to stop them all. */
export interface Libp2pNodes extends NetworkSubject {
  node(options?: Partial<Libp2pNetworkOptions> & { readonly key?: number }): Promise<NetworkNode>;
  stopAll(): Promise<void>;
}

const TOPICS = [{ topic: "/icn-mesh/1/test/news" }, { topic: "/icn-mesh/1/test/other" }];

/** No nodes yet; every one gets a key of its own. */
export function createLibp2pNodes(listen = "/ip4/127.0.0.1/tcp/0"): Libp2pNodes {
  const nodes: NetworkNode[] = [];
  const logger = createRecordingLogger("network");

  return {
    pass: (ms) => systemClock.after(ms),
    async node({ key = nodes.length + 1, ...options } = {}) {
      const node = createLibp2pNetwork(
        { clock: systemClock, rng: systemRng, logger, metrics: createMemoryMetrics() },
        {
          network: "test",
          secretKey: new Uint8Array(32).fill(key),
          listen: [listen],
          topics: TOPICS,
          allowPrivateAddresses: true,
          ...options,
        },
      );
      nodes.push(node);
      await node.start();
      return node;
    },
    async stopAll() {
      for (const node of nodes.splice(0)) await node.stop();
    },
  };
}
