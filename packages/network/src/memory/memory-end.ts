import { type BoundedMap, createBoundedMap, type Did, peerIdFromDid } from "@icn-mesh/core";
import type { TableRules } from "../distributed-table.ts";
import type { NetworkLimits } from "../network-limits.ts";
import type { Address, Topic } from "../network-service.ts";
import type { TransportOwner } from "../transport.ts";
import type { MemoryConnection } from "./memory-connection.ts";
import { createServedProtocols, type ServedProtocols } from "./served-protocols.ts";
import { createTableShelf, type MemoryTableShelf } from "./table-shelf.ts";

/** A message on its way to a neighbour. */
export interface TossedMessage {
  readonly topic: Topic;
  readonly bytes: Uint8Array;
  readonly from: Did;
}

/** What the nodes of a hub see of each other. */
export interface MemoryEnd {
  readonly self: Did;
  readonly limits: NetworkLimits;
  /** Undefined where nobody can dial it. */
  readonly place: string | undefined;
  readonly addresses: readonly Address[];
  readonly connections: Map<Did, MemoryConnection>;
  readonly known: BoundedMap<Did, readonly Address[]>;
  readonly topics: Set<Topic>;
  readonly protocols: ServedProtocols;
  readonly shelf: MemoryTableShelf;
  /** Undefined while the node does not run. */
  owner: TransportOwner | undefined;
  receive: (message: TossedMessage) => void;
}

/** Who an end is. */
export interface MemoryEndOptions {
  readonly self: Did;
  readonly place: string | undefined;
  readonly limits: NetworkLimits;
  readonly tables: readonly TableRules[];
}

/** An end that is connected to nobody and hears nothing. */
export function createMemoryEnd({ self, place, limits, tables }: MemoryEndOptions): MemoryEnd {
  return {
    self,
    limits,
    place,
    addresses: place === undefined ? [] : [`/memory/${place}/p2p/${peerIdFromDid(self)}`],
    connections: new Map(),
    known: createBoundedMap({ max: limits.knownPeers, whenFull: "evict-least-used" }),
    topics: new Set(),
    protocols: createServedProtocols(limits.streamsPerProtocol),
    shelf: createTableShelf(tables),
    owner: undefined,
    receive: () => undefined,
  };
}

/** Remembers where a peer can be dialled. */
export function learn(end: MemoryEnd, peer: Did, addresses: readonly Address[]): void {
  if (addresses.length > 0) end.known.set(peer, addresses.slice(0, end.limits.addressesPerPeer));
}

/** Takes note of a new connection, over which both ends learn where the other is. */
export function attach(end: MemoryEnd, connection: MemoryConnection, peer: MemoryEnd): void {
  end.connections.set(peer.self, connection);
  learn(end, peer.self, peer.addresses);
  end.owner?.connected(peer.self);
  for (const topic of peer.topics) tellTopic(end, topic);
}

/** Takes note of a lost connection. */
export function detach(end: MemoryEnd, peer: Did): void {
  if (!end.connections.delete(peer)) return;
  end.owner?.disconnected(peer);
  for (const topic of end.topics) tellTopic(end, topic);
}

/** Tells the node that other neighbours take part in one of its topics now. */
export function tellTopic(end: MemoryEnd, topic: Topic): void {
  if (end.topics.has(topic)) end.owner?.topicPeersChanged(topic);
}
