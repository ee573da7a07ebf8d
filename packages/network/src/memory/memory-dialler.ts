import { type Did, isDid, orAborted } from "@icn-mesh/core";
import type { ConnectResult } from "../network-results.ts";
import type { Address } from "../network-service.ts";
import { peerIn } from "../peers/peer-in.ts";
import type { StreamResult } from "../transport.ts";
import { drawReliableDelay } from "./link-faults.ts";
import { createMemoryConnection } from "./memory-connection.ts";
import { attach, detach, type MemoryEnd } from "./memory-end.ts";
import type { MemoryHub } from "./memory-hub.ts";
import type { MemoryLinks } from "./memory-links.ts";
import { createMemoryStreams } from "./memory-stream.ts";

/** How a node reaches others. */
export interface MemoryDialler {
  dial(target: Address | Did, signal: AbortSignal): Promise<ConnectResult>;
  openStream(peer: Did, protocol: string, signal: AbortSignal): Promise<StreamResult>;
}

/** Dials from this end; a handshake takes a round trip, and agreeing on a protocol another. */
export function createMemoryDialler(hub: MemoryHub, end: MemoryEnd): MemoryDialler {
  const { self, connections } = end;

  /** Whoever listens at one of the addresses now, if it is who was meant. */
  function find(target: Address | Did): MemoryEnd | undefined {
    const meant = peerIn(target);
    const addresses = isDid(target) ? (end.known.get(target) ?? []) : [target];
    const found = addresses.map((address) => hub.places.get(placeIn(address))).find(Boolean);
    return meant === undefined || found?.self === meant ? found : undefined;
  }

  async function dial(target: Address | Did, signal: AbortSignal): Promise<ConnectResult> {
    const meant = peerIn(target);
    if (meant !== undefined && connections.has(meant)) return { ok: true, peer: meant };
    if (meant !== undefined && end.owner?.admits(meant) !== true) return { ok: false, code: "NETWORK_GATED" };
    const other = find(target);
    if (other === undefined || other === end) return { ok: false, code: "NETWORK_UNREACHABLE" };
    await roundTrip(hub.links, [self, other.self], signal);
    return connect(hub, end, other);
  }

  return {
    dial,
    async openStream(peer, protocol, signal) {
      const dialled = await dial(peer, signal);
      if (!dialled.ok) return dialled;
      await roundTrip(hub.links, [self, peer], signal);
      const [connection, other] = [connections.get(peer), hub.ends.get(peer)];
      if (connection === undefined || other === undefined) return { ok: false, code: "NETWORK_DISCONNECTED" };
      const place = other.protocols.take(protocol, self);
      if (place !== "taken") return { ok: false, code: place };
      const { ours, theirs } = createMemoryStreams(connection, {
        opener: self,
        taker: peer,
        windowBytes: end.limits.streamBytes,
        onSent: (bytes) => hub.links.onSent(protocol, bytes),
        onOver: () => other.protocols.give(protocol, self),
      });
      other.owner?.opened(protocol, theirs);
      return { ok: true, stream: ours };
    },
  };
}

function connect(hub: MemoryHub, end: MemoryEnd, other: MemoryEnd): ConnectResult {
  if (end.connections.has(other.self)) return { ok: true, peer: other.self };
  if (end.owner?.admits(other.self) === false) return { ok: false, code: "NETWORK_GATED" };
  if (end.owner === undefined || !welcomes(hub, other, end.self)) {
    return { ok: false, code: "NETWORK_UNREACHABLE" };
  }
  const ends = { dialler: end.self, listener: other.self };
  const connection = createMemoryConnection(hub.links, ends, () => {
    hub.connections.delete(connection);
    detach(end, other.self);
    detach(other, end.self);
  });
  hub.connections.add(connection);
  attach(end, connection, other);
  attach(other, connection, end);
  return { ok: true, peer: other.self };
}

function welcomes(hub: MemoryHub, end: MemoryEnd, peer: Did): boolean {
  const hasRoom = end.connections.size < end.limits.connections;
  return hub.ends.get(end.self) === end && hasRoom && end.owner?.admits(peer) === true;
}

async function roundTrip(
  links: MemoryLinks,
  [from, to]: readonly [Did, Did],
  signal: AbortSignal,
): Promise<void> {
  await travel(links, [from, to], signal);
  await travel(links, [to, from], signal);
}

async function travel(
  links: MemoryLinks,
  [from, to]: readonly [Did, Did],
  signal: AbortSignal,
): Promise<void> {
  for (let way = links.blocked(from, to); way !== undefined; way = links.blocked(from, to)) {
    await orAborted(way, signal);
  }
  const delay = drawReliableDelay(links.rng, links.faultsOf(from, to));
  if (delay > 0) await links.clock.after(delay, { signal });
  else await orAborted(Promise.resolve(), signal);
}

function placeIn(address: Address): string {
  return /^\/memory\/([^/]+)/.exec(address)?.[1] ?? "";
}
