import type { NetworkNode } from "@icn-mesh/network";
import type { PeerLink } from "@icn-mesh/runtime";
import { addressOf } from "./open-guard-host.ts";
import type { World } from "./world.ts";

/** The link of a node that dials few others: whomever it asks it finds, as by a record of that node. */
export function findingLink({ nameOf }: Pick<World, "nameOf">, network: NetworkNode): PeerLink {
  return {
    ...network,
    peers: () => network.peers(),
    request(peer, ...rest) {
      network.learn(peer, [addressOf(nameOf(peer))]);
      return network.request(peer, ...rest);
    },
  };
}
