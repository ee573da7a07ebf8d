import { type Clock, type Did, didFromPeerId, type Logger } from "@icn-mesh/core";
import type { Libp2p } from "libp2p";
import { NetworkError } from "../errors.ts";
import { createMessageIds } from "../message-id.ts";
import type { TransportSetting } from "../network.ts";
import type { Topic } from "../network-service.ts";
import type { TransportOwner } from "../transport.ts";
import { createConnectionGate } from "./connection-gate.ts";
import { createNode, type NodeServices } from "./create-node.ts";
import { gossipParameters, PEER_SCORE, SCORE_THRESHOLDS, TOPIC_SCORE } from "./gossip-parameters.ts";
import { createGossipRouter, type GossipRouter } from "./gossip-router.ts";
import { boundKnownPeers } from "./known-peers.ts";
import { createLibp2pDialler, type Libp2pDialler } from "./libp2p-dialler.ts";
import { createLibp2pGossip, type Libp2pGossip } from "./libp2p-gossip.ts";
import type { Libp2pNetworkOptions } from "./libp2p-options.ts";
import { didOf } from "./peer-ids.ts";

/** What starting a node takes. */
export interface StartNodeComponents extends TransportSetting {
  readonly options: Libp2pNetworkOptions;
  /** The topics that are known; more may come, and some may go. */
  readonly topics: ReadonlySet<Topic>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The parts of a node that runs. */
export interface RunningNode {
  readonly node: Libp2p<NodeServices>;
  readonly dialler: Libp2pDialler;
  readonly gossip: Libp2pGossip;
  readonly owner: TransportOwner;
  readonly connected: Set<Did>;
}

/** Makes and starts a node; throws `NETWORK_CANNOT_LISTEN`, and leaves nothing behind, where it cannot listen. */
export async function startNode(
  components: StartNodeComponents,
  owner: TransportOwner,
): Promise<RunningNode> {
  const { options, topics, limits, clock, logger } = components;
  const node = await makeNode(components, owner);
  const router = node.services["gossip"] as GossipRouter;
  const connected = watchPeers(node, owner);
  boundKnownPeers(node, limits.knownPeers);
  const dialler = createLibp2pDialler({ node, owner, clock, limits });
  const gossip = createLibp2pGossip({ node, router, owner, limits, topics, logger });
  await listen(node, options);
  logParameters(components);
  return { node, dialler, gossip, owner, connected };
}

async function makeNode(
  { options, topics: known, limits, standing, logger }: StartNodeComponents,
  owner: TransportOwner,
): Promise<Libp2p<NodeServices>> {
  const { allowPrivateAddresses: allowsPrivate = false, size = "small" } = options;
  const topics = [...known];
  const gossip = createGossipRouter({
    topics,
    size,
    limits,
    allowsPrivate,
    idOf: createMessageIds(topics),
    standing: (peer) => standing.of(didFromPeerId(peer)),
  });
  const gate = createConnectionGate({
    limits,
    allowsPrivate,
    admits: owner.admits,
    connections: () => node.getConnections(),
  });
  const node: Libp2p<NodeServices> = await createNode({ options, limits, gate, gossip, logger });
  return node;
}

async function listen(node: Libp2p, { listen: addresses = [] }: Libp2pNetworkOptions): Promise<void> {
  try {
    await node.start();
  } catch (cause) {
    await node.stop();
    const failure = { code: "NETWORK_CANNOT_LISTEN", addresses } as const;
    throw new NetworkError(`cannot listen at ${addresses.join(", ")}`, failure, { cause });
  }
}

function watchPeers(node: Libp2p, owner: TransportOwner): Set<Did> {
  const connected = new Set<Did>();
  node.addEventListener("peer:connect", ({ detail }) => {
    const peer = didOf(detail);
    if (peer === undefined || connected.has(peer)) return;
    connected.add(peer);
    owner.connected(peer);
  });
  node.addEventListener("peer:disconnect", ({ detail }) => {
    const peer = didOf(detail);
    if (peer !== undefined && connected.delete(peer)) owner.disconnected(peer);
  });
  node.addEventListener("self:peer:update", () => owner.addressesChanged());
  return connected;
}

function logParameters({ options, limits, logger }: StartNodeComponents): void {
  const { decodeRpcLimits, ...parameters } = gossipParameters(options.size ?? "small", limits);
  logger.info("gossip parameters", { ...parameters, ...decodeRpcLimits });
  logger.info("gossip scores", { ...SCORE_THRESHOLDS, ...PEER_SCORE, ...TOPIC_SCORE });
}
