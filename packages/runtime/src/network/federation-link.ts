import type { NetworkId } from "@icn-mesh/core";
import type { Protocol } from "@icn-mesh/network";
import type { PeerLink } from "./peer-link.ts";

/**
 * A link as one federation uses it. Its streams carry the network in their names, so that the federations of one node
 * share its connections and never hear each other, and a peer that is not in a federation does not know its streams.
 */
export function federationLink(link: PeerLink, net: NetworkId): PeerLink {
  const known = new Map<string, Protocol>(); // as many as there are kinds of streams

  function named(protocol: Protocol): Protocol {
    const before = known.get(protocol.name);
    if (before !== undefined) return before;
    const name = protocol.name.replace(PREFIX, `${PREFIX}${net}/`);
    known.set(protocol.name, { ...protocol, name });
    return { ...protocol, name };
  }

  return {
    self: link.self,
    events: link.events,
    peers: () => link.peers(),
    publish: (topic, bytes) => link.publish(topic, bytes),
    subscribe: (topic, subscriber) => link.subscribe(topic, subscriber),
    request: (peer, protocol, ...rest) => link.request(peer, named(protocol), ...rest),
    handle: (protocol, handler) => link.handle(named(protocol), handler),
  };
}

const PREFIX = "/icn-mesh/";
