const KIB = 1024;
const MIB = 1024 * KIB;

/** No message of a topic is longer, and no message of a protocol unless the protocol says so. */
export const MAX_MESSAGE_BYTES = 64 * KIB;

/** No message of any protocol is longer: a block of 2 MiB and what is said about it fit. */
export const MAX_PROTOCOL_BYTES = 4 * MIB;

/** How much a peer may make this node keep or do. Both implementations obey it; `start` logs it. */
export interface NetworkLimits {
  /** Connections, of which inbound ones are refused beyond it. */
  readonly connections: number;
  /** Connections from one /24 of IPv4 or one /48 of IPv6. */
  readonly connectionsPerSubnet: number;
  /** Inbound connections a second from one host. */
  readonly newConnectionsPerHost: number;
  /** Streams of one protocol that one peer may have open here. */
  readonly streamsPerProtocol: number;
  /** Bytes of requests that one peer may have in hand here in one protocol: their number follows from its `maxBytes`. */
  readonly requestBytes: number;
  /** Bytes that may wait on one stream, in each direction, before the other side has to wait. */
  readonly streamBytes: number;
  /** A peer that takes less than 64 KiB in so long loses the stream. */
  readonly stallMs: number;
  /** Messages of topics a second from one neighbour, and how many at once; more are dropped unseen. */
  readonly messagesPerSecond: number;
  readonly messageBurst: number;
  /** Messages whose validation has not ended, of one neighbour and of all. */
  readonly validationsPerPeer: number;
  readonly validations: number;
  /** For how long, and how many, messages are remembered as seen. */
  readonly seenMs: number;
  readonly seen: number;
  /** Peers whose addresses are remembered, and addresses of one of them. */
  readonly knownPeers: number;
  readonly addressesPerPeer: number;
  /** Peers that are kept connected. */
  readonly keptPeers: number;
  /** A peer whose score is lower is disconnected, and not admitted again for `banMs`. */
  readonly dropScore: number;
  readonly banMs: number;
  readonly bans: number;
}

/** What a node at home can afford; a bootstrap node takes 512 connections. */
export const NETWORK_LIMITS: NetworkLimits = {
  connections: 128,
  connectionsPerSubnet: 8,
  newConnectionsPerHost: 5,
  streamsPerProtocol: 4,
  requestBytes: 8 * MIB,
  streamBytes: 256 * KIB,
  stallMs: 10_000,
  messagesPerSecond: 1_000,
  messageBurst: 4_000,
  validationsPerPeer: 512,
  validations: 4_096,
  seenMs: 600_000,
  seen: 65_536,
  knownPeers: 4_096,
  addressesPerPeer: 10,
  keptPeers: 256,
  dropScore: -2_500,
  banMs: 600_000,
  bans: 4_096,
};

/** How many requests of a protocol one peer may have in hand at once: fewer of the longer ones. */
export function requestsAtOnce(limits: NetworkLimits, maxBytes: number): number {
  return Math.max(4, Math.min(128, Math.floor(limits.requestBytes / maxBytes)));
}
