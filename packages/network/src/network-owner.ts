import type { Emitter } from "@icn-mesh/core";
import type { NetworkDesks } from "./network-desks.ts";
import type { NetworkEvents } from "./network-service.ts";
import type { Transport, TransportOwner } from "./transport.ts";

/** Passes on what the transport tells, to the parts that it concerns and to who listens. */
export function createNetworkOwner(
  transport: Transport,
  desks: NetworkDesks,
  events: Emitter<NetworkEvents>,
): TransportOwner {
  const { peerDesk, topicDesk, requestDesk, protocolDesk, readiness, networkMetrics } = desks;

  function countPeers(): void {
    const all = transport.connections();
    const inbound = all.filter(({ direction }) => direction === "inbound").length;
    networkMetrics.peers(inbound, all.length - inbound);
  }

  return {
    admits: peerDesk.admits,
    connected(peer) {
      countPeers();
      events.emit("connected", { peer });
    },
    disconnected(peer) {
      countPeers();
      requestDesk.forget(peer);
      topicDesk.forget(peer);
      peerDesk.lost(peer);
      events.emit("disconnected", { peer });
    },
    topicPeersChanged(topic) {
      readiness.changed(topic);
      events.emit("topicPeers", { topic, peers: transport.topicPeers(topic).length });
    },
    addressesChanged: () => events.emit("addresses", { addresses: transport.addresses() }),
    scored: peerDesk.scored,
    offended: peerDesk.offended,
    received(message, settle) {
      topicDesk.received(message, (verdict) => {
        settle(verdict);
        if (verdict === "reject") peerDesk.rejected(message.from);
      });
    },
    opened: protocolDesk.opened,
  };
}
