import { hash } from "node:crypto";
import { type GossipSub, type GossipsubOpts, gossipsub, StrictNoSign, StrictSign } from "@libp2p/gossipsub";
import { identify } from "@libp2p/identify";
import { noise } from "@libp2p/noise";
import { tcp } from "@libp2p/tcp";
import { yamux } from "@libp2p/yamux";
import { createLibp2p, type Libp2p, type Libp2pOptions } from "libp2p";

/** A libp2p node that gossips. */
export type GossipingNode = Libp2p<{ gossip: GossipSub }>;

/** TCP, Noise and Yamux as a guide to libp2p puts them together. */
export function startBareNode(options: Libp2pOptions = {}): Promise<Libp2p> {
  return createLibp2p({ ...bareOptions(), ...options });
}

/** How gossip signs: as it does when nothing is said, or not at all, with a hash for the id of a message. */
export type GossipPolicy = "StrictSign" | "StrictNoSign";

/** As above, with gossip whose mesh is as large as ours. */
export function startGossipingNode(policy: GossipPolicy): Promise<GossipingNode> {
  const services = { identify: identify(), gossip: gossipsub(POLICIES[policy]) };
  return createLibp2p({ ...bareOptions(), services }) as Promise<GossipingNode>;
}

const MESH: Partial<GossipsubOpts> = {
  ...{ D: 4, Dlo: 3, Dhi: 6, Dout: 2, fallbackToFloodsub: false, allowPublishToZeroTopicPeers: true },
  // All nodes are at one address, which gossip takes for an attack.
  scoreParams: { IPColocationFactorWeight: 0 },
};

const POLICIES: Readonly<Record<GossipPolicy, Partial<GossipsubOpts>>> = {
  StrictSign: { ...MESH, globalSignaturePolicy: StrictSign },
  StrictNoSign: {
    ...MESH,
    globalSignaturePolicy: StrictNoSign,
    msgIdFn: ({ data }) => hash("sha256", data, "buffer"),
    fastMsgIdFn: ({ data }) => hash("sha256", data ?? new Uint8Array(0), "base64"),
  },
};

function bareOptions() {
  return {
    addresses: { listen: ["/ip4/127.0.0.1/tcp/0"] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionMonitor: { enabled: false },
    connectionManager: { inboundConnectionThreshold: 1_000, maxIncomingPendingConnections: 100 },
    services: { identify: identify() },
  };
}
