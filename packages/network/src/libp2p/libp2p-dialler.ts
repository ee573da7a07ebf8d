import { type Clock, type Did, isDid, orAborted } from "@icn-mesh/core";
import type { Connection, PeerId } from "@libp2p/interface";
import { type Multiaddr, multiaddr } from "@multiformats/multiaddr";
import type { Libp2p } from "libp2p";
import { NetworkError } from "../errors.ts";
import type { NetworkLimits } from "../network-limits.ts";
import type { ConnectResult, PeerFailure } from "../network-results.ts";
import type { Address } from "../network-service.ts";
import { peerIn } from "../peers/peer-in.ts";
import type { StreamResult, TransportOwner } from "../transport.ts";
import { createGreeting } from "./greeting.ts";
import { createLibp2pStream } from "./libp2p-stream.ts";
import { didOf, peerIdOf } from "./peer-ids.ts";

/** How a node reaches others. */
export interface Libp2pDialler {
  dial(target: Address | Did, signal: AbortSignal): Promise<ConnectResult>;
  openStream(peer: Did, protocol: string, signal: AbortSignal): Promise<StreamResult>;
  learn(peer: Did, addresses: readonly Address[]): void;
}

/** What dialling takes. */
export interface Libp2pDiallerComponents {
  readonly node: Libp2p;
  readonly owner: TransportOwner;
  readonly clock: Clock;
  readonly limits: NetworkLimits;
}

const MAX_OUTBOUND_STREAMS = 8;

/** Dials from this node. */
export function createLibp2pDialler({ node, owner, clock, limits }: Libp2pDiallerComponents): Libp2pDialler {
  const greeting = createGreeting(node, clock);
  const learning = new Map<Did, Promise<unknown>>();

  async function dial(target: Address | Did, signal: AbortSignal): Promise<ConnectResult> {
    const meant = peerIn(target);
    const known = meant === undefined ? undefined : withoutDialling(meant);
    if (known !== undefined) return known;
    await orAborted(Promise.resolve(meant && learning.get(meant)), signal);
    try {
      return await (isDid(target) ? reachKnown(target, signal) : reach(parseAddress(target), signal));
    } catch (error) {
      return failureOf(error, signal);
    }
  }

  function withoutDialling(peer: Did): ConnectResult | undefined {
    if (!owner.admits(peer)) return GATED;
    const open = node.getConnections(peerIdOf(peer)).filter(({ status }) => status === "open");
    // One that this node is still greeting may turn out to be none.
    const isConnected = open.some((connection) => !greeting.isGoingOn(connection));
    return isConnected ? { ok: true, peer } : undefined;
  }

  /** Libp2p would ask the whole network for addresses, for ten seconds; that is a question for discovery. */
  async function reachKnown(peer: Did, signal: AbortSignal): Promise<ConnectResult> {
    const id = peerIdOf(peer);
    const known = await node.peerStore.get(id).catch(() => undefined);
    const hasAddress = known !== undefined && known.addresses.length > 0;
    return hasAddress || node.getConnections(id).length > 0 ? reach(id, signal) : UNREACHABLE;
  }

  async function reach(where: PeerId | Multiaddr, signal: AbortSignal): Promise<ConnectResult> {
    const connection = await node.dial(where, { signal });
    const peer = didOf(connection.remotePeer);
    const isOpen = await greeting.isOver(connection, signal);
    return peer !== undefined && isOpen ? { ok: true, peer } : UNREACHABLE;
  }

  return {
    dial,
    async openStream(peer, protocol, signal) {
      const dialled = await dial(peer, signal);
      if (!dialled.ok) return dialled;
      const [connection] = node.getConnections(peerIdOf(peer)).toSorted(directFirst);
      if (connection === undefined) return { ok: false, code: "NETWORK_DISCONNECTED" };
      try {
        const stream = await connection.newStream(protocol, {
          signal,
          maxOutboundStreams: MAX_OUTBOUND_STREAMS,
          runOnLimitedConnection: true, // else nothing could be asked through a relay
        });
        return { ok: true, stream: createLibp2pStream(stream, peer) };
      } catch (error) {
        if (signal.aborted) throw signal.reason;
        return { ok: false, code: STREAM_FAILURES[nameOf(error)] ?? "NETWORK_DISCONNECTED" };
      }
    },
    learn(peer, addresses) {
      const multiaddrs = addresses.flatMap(readAddress).slice(0, limits.addressesPerPeer);
      const storing = node.peerStore
        .patch(peerIdOf(peer), { multiaddrs })
        .catch(() => undefined)
        .finally(() => {
          if (learning.get(peer) === storing) learning.delete(peer);
        });
      learning.set(peer, storing);
    },
  };
}

const GATED: ConnectResult = { ok: false, code: "NETWORK_GATED" };
const UNREACHABLE: ConnectResult = { ok: false, code: "NETWORK_UNREACHABLE" };
const GATED_ERRORS: ReadonlySet<string> = new Set(["DialDeniedError", "ConnectionInterceptedError"]);
const STREAM_FAILURES: Readonly<Record<string, PeerFailure>> = {
  UnsupportedProtocolError: "NETWORK_UNSUPPORTED",
  TooManyOutboundProtocolStreamsError: "NETWORK_BUSY",
};

/** What the caller did wrong, and a wait that was given up, is thrown on. */
function failureOf(error: unknown, signal: AbortSignal): ConnectResult {
  if (signal.aborted) throw signal.reason;
  if (error instanceof NetworkError) throw error;
  return GATED_ERRORS.has(nameOf(error)) ? GATED : UNREACHABLE;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

function directFirst(left: Connection, right: Connection): number {
  return Number(right.direct) - Number(left.direct);
}

function parseAddress(address: Address): Multiaddr {
  const [parsed] = readAddress(address);
  if (parsed !== undefined) return parsed;
  throw new NetworkError(`not an address: ${address.slice(0, 200)}`, {
    code: "NETWORK_BAD_ADDRESS",
    address: address.slice(0, 200),
  });
}

/** One multiaddr, or none where a stranger wrote something else. */
function readAddress(address: Address): readonly Multiaddr[] {
  try {
    return [multiaddr(address)];
  } catch {
    return [];
  }
}
