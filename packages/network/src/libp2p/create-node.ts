import type { Logger } from "@icn-mesh/core";
import { nobleEngine } from "@icn-mesh/core";
import { circuitRelayServer, circuitRelayTransport } from "@libp2p/circuit-relay-v2";
import { privateKeyFromRaw } from "@libp2p/crypto/keys";
import { dcutr } from "@libp2p/dcutr";
import { identify, identifyPush } from "@libp2p/identify";
import type { ConnectionGater } from "@libp2p/interface";
import { noise } from "@libp2p/noise";
import { ping } from "@libp2p/ping";
import { yamux } from "@libp2p/yamux";
import { type ConnectionManagerInit, createLibp2p, type Libp2p, type Libp2pOptions } from "libp2p";
import type { NetworkLimits } from "../network-limits.ts";
import { coalesceWrites } from "./coalesce-writes.ts";
import type { createGossipRouter } from "./gossip-router.ts";
import { createLibp2pLogger } from "./libp2p-logger.ts";
import type { Libp2pNetworkOptions } from "./libp2p-options.ts";
import { createTableService } from "./libp2p-table.ts";
import { loadMdns, loadTransports } from "./load-transports.ts";

/** The services of a node, by the names we look them up by. */
export type NodeServices = Record<string, unknown>;

/** What a libp2p node is made of beside its options. */
export interface CreateNodeComponents {
  readonly options: Libp2pNetworkOptions;
  readonly limits: NetworkLimits;
  readonly gate: ConnectionGater;
  readonly gossip: ReturnType<typeof createGossipRouter>;
  readonly logger: Logger;
}

/** A libp2p node with every limit set, not started. */
export async function createNode(components: CreateNodeComponents): Promise<Libp2p<NodeServices>> {
  const { options, limits, gate, logger } = components;
  const { listen = [], announce = [], transports = ["tcp"], relay = {}, libp2pLogs = "errors" } = options;
  const loaded = await loadTransports(transports);
  if (relay.client === true) loaded.push(circuitRelayTransport());
  return createLibp2p({
    start: false,
    privateKey: libp2pKey(options.secretKey),
    nodeInfo: { name: "icn-mesh", version: "1", userAgent: "icn-mesh/1" },
    addresses: { listen: [...listen], announce: [...announce] },
    transports: loaded,
    connectionEncrypters: [coalesceWrites(noise())],
    streamMuxers: [yamux(muxerLimits(limits))],
    connectionGater: gate,
    connectionManager: connectionLimits(limits, options.allowPrivateAddresses === true),
    connectionMonitor: { pingInterval: PING_MS, abortConnectionOnPingFailure: true },
    peerDiscovery: options.mdns === true ? [await loadMdns()] : [],
    logger: createLibp2pLogger(options.libp2pLogger ?? logger.child("libp2p"), libp2pLogs),
    services: servicesOf(components),
  });
}

const PING_MS = 15_000;

function connectionLimits(limits: NetworkLimits, allowsPrivate: boolean): ConnectionManagerInit {
  return {
    maxConnections: limits.connections,
    maxIncomingPendingConnections: 10,
    // The nodes of one machine, or behind one router, all come from one host.
    inboundConnectionThreshold: limits.newConnectionsPerHost * (allowsPrivate ? NODES_OF_A_HOST : 1),
    maxParallelDials: 16,
    maxDialQueueLength: 256,
    maxPeerAddrsToDial: limits.addressesPerPeer,
    dialTimeout: 10_000,
    addressDialTimeout: 6_000,
    inboundUpgradeTimeout: 10_000,
    // Whom to keep connected, and when to redial, is decided by our keeper.
    reconnectRetries: 0,
  };
}

const NODES_OF_A_HOST = 20;

function muxerLimits({ streamBytes }: NetworkLimits): Parameters<typeof yamux>[0] {
  return {
    maxInboundStreams: 256,
    maxOutboundStreams: 256,
    maxEarlyStreams: 10,
    streamOptions: { maxStreamWindowSize: Math.max(streamBytes, 256 * 1_024) * 4 },
  };
}

function servicesOf({ options, gossip }: CreateNodeComponents): NonNullable<Libp2pOptions["services"]> {
  const {
    network,
    relay = {},
    table = "client",
    tables: rules = [],
    allowPrivateAddresses = false,
  } = options;
  const prefix = `/icn-mesh/${network}`;
  return {
    identify: identify(),
    identifyPush: identifyPush(),
    ping: ping(),
    gossip,
    ...(table !== "off" && {
      table: createTableService({ prefix, rules, mode: table, allowsPrivate: allowPrivateAddresses }),
    }),
    ...(relay.server === true && { relay: circuitRelayServer(RELAY_LIMITS) }),
    ...(relay.holePunching === true && { dcutr: dcutr() }),
  };
}

/** How many peers may be reached through this one, and what one connection through it may carry. */
const RELAY_LIMITS: Parameters<typeof circuitRelayServer>[0] = {
  reservations: {
    maxReservations: 15,
    defaultDurationLimit: 120_000,
    defaultDataLimit: 131_072n,
  },
  maxInboundHopStreams: 32,
  maxOutboundHopStreams: 32,
  maxOutboundStopStreams: 64,
};

/** Libp2p wants the public key behind the secret one. */
function libp2pKey(secretKey: Uint8Array): ReturnType<typeof privateKeyFromRaw> {
  const { publicKey } = nobleEngine().importSecretKey(secretKey);
  return privateKeyFromRaw(Uint8Array.of(...secretKey, ...publicKey));
}
