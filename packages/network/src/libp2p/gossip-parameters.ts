import type { NetworkLimits } from "../network-limits.ts";

/** How many nodes a network is expected to have: below some twenty, a denser mesh only makes duplicates. */
export type NetworkSize = "small" | "large";

/** How many neighbours a node exchanges full messages with in a topic; Dlo and Dhi say when it looks for more or fewer. */
const MESH = {
  small: { D: 4, Dlo: 3, Dhi: 6, Dscore: 3, Dout: 2, Dlazy: 6 },
  large: { D: 8, Dlo: 6, Dhi: 12, Dscore: 4, Dout: 3, Dlazy: 6 },
} as const;

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

/**
 * What a gossip peer may make this node read, keep and do. Whoever exceeds them is held to have broken the protocol, so
 * they are what an honest router of this kind may send: an answer to IWANT brings 5 000 messages in one frame.
 */
export const GOSSIP_LIMITS = {
  maxInboundDataLength: 4_194_304,
  /** Bytes that wait for a peer that does not read; beyond it the stream, and with it the connection, is closed. */
  maxOutboundBufferSize: 4_194_304,
  decodeRpcLimits: {
    maxSubscriptions: 512,
    maxMessages: 5_000,
    maxIhaveMessageIDs: 5_000,
    maxIwantMessageIDs: 5_000,
    maxIdontwantMessageIDs: 5_000,
    maxControlMessages: 5_000,
    maxPeerInfos: 16,
  },
  maxTopicBytesPerPeer: 65_536,
  maxInboundStreams: 2,
  maxOutboundStreams: 2,
} as const;

/** Timing and behaviour, apart from the mesh. */
export const GOSSIP_BEHAVIOUR = {
  heartbeatInterval: SECOND,
  mcacheLength: 5,
  mcacheGossip: 3,
  fanoutTTL: 60 * SECOND,
  pruneBackoff: 60 * SECOND,
  unsubcribeBackoff: 10 * SECOND,
  graftFloodThreshold: 10 * SECOND,
  opportunisticGraftPeers: 2,
  opportunisticGraftTicks: 60,
  gossipFactor: 0.25,
  gossipsubIWantFollowupMs: 3 * SECOND,
  idontwantMinDataSize: 512,
  idontwantMaxMessages: 512,
  /** Own messages go to all neighbours, so that a mesh full of censors does not silence a node. */
  floodPublish: true,
  /** Peer exchange would let strangers choose whom we dial. */
  doPX: false,
  fallbackToFloodsub: false,
  allowPublishToZeroTopicPeers: true,
  emitSelf: false,
} as const;

/** Below the first no gossip, below the second no own messages, below the third nothing is read. */
export const SCORE_THRESHOLDS = {
  gossipThreshold: -500,
  publishThreshold: -1_000,
  graylistThreshold: -2_500,
  acceptPXThreshold: 1_000,
  opportunisticGraftThreshold: 3.5,
} as const;

/** The share of a counter that is left after each second, so that it is nearly forgotten after `ms`. */
function decayOver(ms: number): number {
  return 0.01 ** (SECOND / ms);
}

/**
 * One invalid message costs 100 here and 100 in the peer's standing, which is known at once where this is computed once
 * a second; the fifth in a row brings a peer below every threshold. A life of good deliveries earns 10. Deliveries that are missing are not punished: in a network of few messages silence proves nothing.
 */
export const TOPIC_SCORE = {
  topicWeight: 0.1,
  timeInMeshWeight: 0.002_78,
  timeInMeshQuantum: SECOND,
  timeInMeshCap: 3_600,
  firstMessageDeliveriesWeight: 0.5,
  firstMessageDeliveriesDecay: decayOver(HOUR / 6),
  firstMessageDeliveriesCap: 100,
  meshMessageDeliveriesWeight: 0,
  meshMessageDeliveriesDecay: decayOver(HOUR / 6),
  meshMessageDeliveriesCap: 100,
  meshMessageDeliveriesThreshold: 10,
  meshMessageDeliveriesWindow: 10,
  meshMessageDeliveriesActivation: SECOND,
  meshFailurePenaltyWeight: 0,
  meshFailurePenaltyDecay: decayOver(HOUR / 6),
  invalidMessageDeliveriesWeight: -1_000,
  invalidMessageDeliveriesDecay: decayOver(HOUR),
} as const;

/** What is counted for a peer as a whole. */
export const PEER_SCORE = {
  topicScoreCap: 10,
  appSpecificWeight: 1,
  IPColocationFactorWeight: -100,
  IPColocationFactorThreshold: 3,
  behaviourPenaltyWeight: -10,
  behaviourPenaltyThreshold: 6,
  behaviourPenaltyDecay: decayOver(HOUR),
  decayInterval: SECOND,
  decayToZero: 0.01,
  retainScore: 6 * HOUR,
} as const;

/** All numbers of the gossip of one node, as they are given to the library and logged at its start. */
export function gossipParameters(size: NetworkSize, limits: NetworkLimits) {
  return { ...MESH[size], ...GOSSIP_BEHAVIOUR, ...GOSSIP_LIMITS, seenTTL: limits.seenMs } as const;
}
