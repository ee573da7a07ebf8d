import { peerIdFromDid } from "@icn-mesh/core";
import { NetworkError } from "../errors.ts";
import type { MessageIdOf } from "../message-id.ts";
import type { TransportSetting } from "../network.ts";
import type { Topic } from "../network-service.ts";
import type { Transport } from "../transport.ts";
import { createMemoryDialler } from "./memory-dialler.ts";
import { learn, type MemoryEnd, tellTopic } from "./memory-end.ts";
import { createMemoryGossip } from "./memory-gossip.ts";
import type { MemoryHub } from "./memory-hub.ts";

/** What carries the bytes of one node. */
export interface MemoryTransportComponents extends TransportSetting {
  readonly hub: MemoryHub;
  readonly end: MemoryEnd;
  readonly idOf: MessageIdOf;
}

/** Carries bytes between the nodes of one hub. */
export function createMemoryTransport(components: MemoryTransportComponents): Transport {
  const { hub, end, standing } = components;
  const { self, place, addresses, connections, topics } = end;
  const gossip = createMemoryGossip(components);
  end.receive = gossip.receive;

  function tellNeighbours(topic: Topic): void {
    end.owner?.topicPeersChanged(topic);
    for (const peer of connections.keys()) {
      const other = hub.ends.get(peer);
      if (other !== undefined) tellTopic(other, topic);
    }
  }

  return {
    self,
    ...createMemoryDialler(hub, end),
    async start(owner) {
      if (hub.ends.has(self) || (place !== undefined && hub.places.has(place))) {
        throw new NetworkError("this node, or its place, is taken", {
          code: "NETWORK_CANNOT_LISTEN",
          addresses,
        });
      }
      end.owner = owner;
      hub.ends.set(self, end);
      if (place !== undefined) hub.places.set(place, end);
    },
    async stop() {
      if (hub.ends.get(self) !== end) return;
      hub.ends.delete(self);
      if (place !== undefined) hub.places.delete(place);
      for (const connection of [...connections.values()]) connection.close();
      end.owner = undefined;
    },
    addresses: () => (end.owner === undefined ? [] : addresses),
    connections: () =>
      [...connections].map(([peer, { dialler }]) => ({
        peer,
        address: end.known.get(peer)?.[0] ?? `/memory/unlisted/p2p/${peerIdFromDid(peer)}`,
        direction: dialler === self ? "outbound" : "inbound",
      })),
    async disconnect(peer) {
      connections.get(peer)?.close();
    },
    drop: (peer) => connections.get(peer)?.close(),
    learn: (peer, those) => learn(end, peer, those),
    serve: end.protocols.serve,
    allow: () => undefined,
    join(topic) {
      topics.add(topic);
      tellNeighbours(topic);
    },
    leave(topic) {
      topics.delete(topic);
      tellNeighbours(topic);
    },
    publish: async (topic, bytes) => gossip.publish(topic, bytes),
    topicPeers: gossip.neighbours,
    topicsOf: (peer) => [...(hub.ends.get(peer)?.topics ?? [])].filter((topic) => topics.has(topic)),
    score: standing.of,
  };
}
