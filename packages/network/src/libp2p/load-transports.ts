import type { Libp2pOptions } from "libp2p";
import { NetworkError } from "../errors.ts";
import type { Libp2pTransportName } from "./libp2p-transport-name.ts";

/** Makes one transport for each node. */
export type TransportFactory = NonNullable<Libp2pOptions["transports"]>[number];

/** Makes what finds peers for each node. */
export type DiscoveryFactory = NonNullable<Libp2pOptions["peerDiscovery"]>[number];

/** Loads the transports that are named; throws `NETWORK_TRANSPORT_MISSING` where the package is not installed. */
export function loadTransports(names: readonly Libp2pTransportName[]): Promise<TransportFactory[]> {
  return Promise.all(names.map((name) => LOADERS[name]()));
}

const LOADERS: Readonly<Record<Libp2pTransportName, () => Promise<TransportFactory>>> = {
  tcp: async () => (await import("@libp2p/tcp")).tcp(),
  websocket: async () => (await import("@libp2p/websockets")).webSockets(),
  quic: () => loadOptional("quic", "@chainsafe/libp2p-quic", "quic"),
  "webrtc-direct": () => loadOptional("webrtc-direct", "@libp2p/webrtc", "webRTCDirect"),
};

/** Loads what looks for peers on the local network. It is named so that bundlers for browsers do not follow it. */
export async function loadMdns(): Promise<DiscoveryFactory> {
  const name = "@libp2p/mdns";
  const { mdns }: typeof import("@libp2p/mdns") = await import(name);
  return mdns();
}

async function loadOptional(transport: string, install: string, name: string): Promise<TransportFactory> {
  try {
    const module: Readonly<Record<string, () => TransportFactory>> = await import(install);
    const create = module[name];
    if (create !== undefined) return create();
  } catch (cause) {
    throw missing(transport, install, { cause });
  }
  throw missing(transport, install);
}

function missing(transport: string, install: string, options?: ErrorOptions): NetworkError {
  const failure = { code: "NETWORK_TRANSPORT_MISSING", transport, install } as const;
  return new NetworkError(`${transport} needs the package ${install}`, failure, options);
}
