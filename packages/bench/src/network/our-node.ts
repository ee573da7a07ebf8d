import { createLogger, createMemoryMetrics, parseLogLevels } from "@icn-mesh/core";
import { systemClock, systemRng } from "@icn-mesh/core/node";
import type { NetworkNode } from "@icn-mesh/network";
import { createLibp2pNetwork, type Libp2pNetworkOptions } from "@icn-mesh/network/libp2p";

/** The topic of all measurements. */
export const TOPIC = "/icn-mesh/1/bench/announce";

const logger = createLogger({
  component: "bench",
  levels: parseLogLevels("error"),
  sink: () => undefined,
  clock: systemClock,
});

/** What may be said of a node that is not as all are. */
export type OurNodeOptions = Partial<Libp2pNetworkOptions>;

/** A started node on the loopback interface; what a second may bring is not limited, the rest is as it comes. */
export async function startOurNode(options: OurNodeOptions = {}): Promise<NetworkNode> {
  const node = createLibp2pNetwork(
    { clock: systemClock, rng: systemRng, logger, metrics: createMemoryMetrics() },
    {
      network: "bench",
      secretKey: systemRng.bytes(32),
      listen: ["/ip4/127.0.0.1/tcp/0"],
      topics: [{ topic: TOPIC }],
      allowPrivateAddresses: true,
      table: "off",
      ...options,
      limits: { messagesPerSecond: 1e6, messageBurst: 1e6, validations: 1e5, validationsPerPeer: 1e5 },
    },
  );
  await node.start();
  return node;
}

/** Connects the first to the second. */
export async function connectOurs(from: NetworkNode, to: NetworkNode): Promise<void> {
  const result = await from.connect(to.addresses()[0] ?? "");
  if (!result.ok) throw new Error(result.code);
}
