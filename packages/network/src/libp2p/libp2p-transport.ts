import { didFromPublicKey, nobleEngine } from "@icn-mesh/core";
import type { KadDHT } from "@libp2p/kad-dht";
import { NetworkError } from "../errors.ts";
import type { Topic } from "../network-service.ts";
import type { Transport } from "../transport.ts";
import { createLibp2pStream } from "./libp2p-stream.ts";
import { didOf, peerIdOf } from "./peer-ids.ts";
import { type RunningNode, type StartNodeComponents, startNode } from "./start-node.ts";

/** What else it offers. */
export interface Libp2pTransport extends Transport {
  /** The service that keeps the table; undefined while the node does not run, or where it keeps none. */
  tableService(): KadDHT | undefined;
}

/** What carries the bytes of one node. */
export type Libp2pTransportComponents = Omit<StartNodeComponents, "topics">;

/** Carries bytes over libp2p. The node is made at the start: until then there is nothing to stop. */
export function createLibp2pTransport(components: Libp2pTransportComponents): Libp2pTransport {
  const { options, limits } = components;
  const self = didFromPublicKey(nobleEngine().importSecretKey(options.secretKey).publicKey);
  const topics = new Set<Topic>();
  let running: RunningNode | undefined;

  return {
    self,
    tableService: () => running?.node.services["table"] as KadDHT | undefined,
    async start(owner) {
      running = await startNode({ ...components, topics }, owner);
    },
    async stop() {
      if (running === undefined) return;
      const { node, connected, owner } = running;
      running = undefined;
      await node.stop();
      // A node that stops does not say whom it has lost.
      for (const peer of [...connected]) if (connected.delete(peer)) owner.disconnected(peer);
    },
    addresses: () => running?.node.getMultiaddrs().map(String) ?? [],
    connections: () =>
      (running?.node.getConnections() ?? []).flatMap(({ remotePeer, remoteAddr, direction }) => {
        const peer = didOf(remotePeer);
        return peer === undefined ? [] : [{ peer, address: remoteAddr.toString(), direction }];
      }),
    dial: (target, signal) => must(running).dialler.dial(target, signal),
    async disconnect(peer) {
      await running?.node.hangUp(peerIdOf(peer));
    },
    drop(peer) {
      for (const connection of running?.node.getConnections(peerIdOf(peer)) ?? []) connection.abort(DROPPED);
    },
    learn: (peer, addresses) => must(running).dialler.learn(peer, addresses),
    openStream: (...call) => must(running).dialler.openStream(...call),
    serve(protocol, isServed) {
      const { node, owner } = must(running);
      const done = isServed
        ? node.handle(
            protocol,
            (stream, { remotePeer }) => {
              const peer = didOf(remotePeer);
              if (peer === undefined) stream.abort(new Error("no Ed25519 peer"));
              else owner.opened(protocol, createLibp2pStream(stream, peer));
            },
            { maxInboundStreams: limits.streamsPerProtocol, runOnLimitedConnection: true },
          )
        : node.unhandle(protocol);
      done.catch((error: unknown) =>
        components.logger.warn("a protocol is not served", { protocol, error: String(error) }),
      );
    },
    allow(topic, isAllowed) {
      if (isAllowed) topics.add(topic);
      else topics.delete(topic);
      running?.gossip.allow(topic, isAllowed);
    },
    join: (topic) => must(running).gossip.join(topic),
    leave: (topic) => must(running).gossip.leave(topic),
    publish: (topic, bytes) => must(running).gossip.publish(topic, bytes),
    topicPeers: (topic) => running?.gossip.topicPeers(topic) ?? [],
    topicsOf: (peer) => [...topics].filter((topic) => running?.gossip.topicPeers(topic).includes(peer)),
    score: (peer) => running?.gossip.score(peer) ?? 0,
  };
}

const DROPPED = new Error("the peer is not wanted any more");

function must(running: RunningNode | undefined): RunningNode {
  if (running !== undefined) return running;
  throw new NetworkError("the network is not running", { code: "NETWORK_NOT_RUNNING", service: "libp2p" });
}
