import type { Did } from "@icn-mesh/core";
import type { Connection, ConnectionGater, MultiaddrConnection, PeerId } from "@libp2p/interface";
import type { Multiaddr } from "@multiformats/multiaddr";
import type { NetworkLimits } from "../network-limits.ts";
import { hostOf, isPrivate, subnetOf } from "./host.ts";
import { didOf } from "./peer-ids.ts";

/** What decides about connections. */
export interface ConnectionGateComponents {
  readonly limits: NetworkLimits;
  /** False on the open internet: nobody may make this node dial into its own house. */
  readonly allowsPrivate: boolean;
  readonly admits: (peer: Did) => boolean;
  readonly connections: () => readonly Connection[];
}

/**
 * Refuses peers that are not admitted, before anything is kept of them, peers without an Ed25519 key, private
 * addresses, and more connections from one subnet than there may be.
 */
export function createConnectionGate(components: ConnectionGateComponents): ConnectionGater {
  const { limits, allowsPrivate, admits, connections } = components;

  function deniesPeer(peer: PeerId): boolean {
    const did = didOf(peer);
    return did === undefined || !admits(did);
  }

  function isTooMany({ remoteAddr }: MultiaddrConnection): boolean {
    const host = hostOf(remoteAddr);
    if (host === undefined || (allowsPrivate && isPrivate(host))) return false;
    const subnet = subnetOf(host);
    const those = connections().filter((connection) => subnetIn(connection.remoteAddr) === subnet);
    return those.length >= limits.connectionsPerSubnet;
  }

  function isHidden(address: Multiaddr): boolean {
    const host = hostOf(address);
    return !allowsPrivate && host !== undefined && isPrivate(host);
  }

  return {
    denyDialPeer: deniesPeer,
    denyDialMultiaddr: isHidden,
    denyInboundConnection: isTooMany,
    denyInboundEncryptedConnection: deniesPeer,
    denyOutboundEncryptedConnection: deniesPeer,
    denyInboundRelayedConnection: (_relay, remote) => deniesPeer(remote),
    denyOutboundRelayedConnection: (_source, destination) => deniesPeer(destination),
    denyInboundRelayReservation: deniesPeer,
    filterMultiaddrForPeer: (_peer, address) => !isHidden(address),
  };
}

function subnetIn(address: Multiaddr): string | undefined {
  const host = hostOf(address);
  return host === undefined ? undefined : subnetOf(host);
}
