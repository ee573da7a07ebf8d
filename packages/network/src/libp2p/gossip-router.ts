import type { GossipSub, TopicValidatorResult } from "@libp2p/gossipsub";
import { gossipsub, StrictNoSign } from "@libp2p/gossipsub";
import type { PeerId } from "@libp2p/interface";
import { createIdCache, idText, type MessageIdOf } from "../message-id.ts";
import type { NetworkLimits } from "../network-limits.ts";
import type { Topic } from "../network-service.ts";
import {
  gossipParameters,
  type NetworkSize,
  PEER_SCORE,
  SCORE_THRESHOLDS,
  TOPIC_SCORE,
} from "./gossip-parameters.ts";
import { hostFromText, isPrivate } from "./host.ts";

/** What the router has beside its published type, and we use. */
export interface GossipRouter extends GossipSub {
  reportMessageValidationResult(id: string, from: string, verdict: TopicValidatorResult): void;
  getScore(peer: string): number;
  readonly seenCache: TimeCache;
  readonly fastMsgIdCache: TimeCache;
  /** What it knows of each message for its scores, oldest first in the queue. */
  readonly score: {
    /** Begins to remember the message. */
    validateMessage(id: string): void;
    readonly params: { readonly topics: Record<Topic, unknown> };
    readonly deliveryRecords: {
      readonly records: Map<string, unknown>;
      readonly queue: { shift(): { readonly msgId: string } | undefined };
    };
  };
  /** Topics that it has to do with. */
  readonly allowedTopics: Set<Topic>;
  handleReceivedRpc(from: PeerId, rpc: ReceivedRpc): Promise<void>;
  handleReceivedSubscription(from: PeerId, topic: Topic, isSubscribed: boolean): boolean;
  decodeRpc(bytes: Uint8Array): unknown;
  pipePeerReadStream(peer: PeerId, frames: unknown): Promise<void>;
  handlePeerReadStreamError(error: unknown, peer: PeerId): void;
  /** Peers to which it can send: one that subscribed is not among them until the router has opened a stream. */
  readonly streamsOutbound: Map<string, unknown>;
}

/** As much of what a peer sends as says which topics it takes part in. */
export interface ReceivedRpc {
  readonly subscriptions?: readonly {
    readonly topic?: Topic | undefined;
    readonly subscribe?: boolean | undefined;
  }[];
}

/** A cache of the router that grows with what peers send, for as long as its entries are valid. */
export interface TimeCache {
  readonly entries: Map<string, unknown>;
}

/** What a router is made with. */
export interface GossipRouterOptions {
  readonly topics: readonly Topic[];
  readonly size: NetworkSize;
  readonly limits: NetworkLimits;
  readonly allowsPrivate: boolean;
  readonly idOf: MessageIdOf;
  /** What this node holds against the peer, beyond its messages. */
  readonly standing: (peer: string) => number;
}

/** A gossipsub router whose numbers are all ours: no signatures of its own, no topics but the allowed ones. */
export function createGossipRouter(options: GossipRouterOptions): ReturnType<typeof gossipsub> {
  const { topics, size, limits, allowsPrivate, idOf, standing } = options;
  const ids = createIdCache(idOf);
  return gossipsub({
    ...gossipParameters(size, limits),
    globalSignaturePolicy: StrictNoSign,
    allowedTopics: new Set(topics),
    // Forwarding waits for our verdict.
    asyncValidation: true,
    msgIdFn: ({ topic, data }) => ids(topic, data),
    // Equal to the above, so that a duplicate is dropped before anybody looks at it.
    fastMsgIdFn: ({ topic, data }) => idText(ids(topic, data ?? EMPTY)),
    msgIdToStrFn: idText,
    scoreThresholds: SCORE_THRESHOLDS,
    scoreParams: {
      ...PEER_SCORE,
      appSpecificScore: standing,
      IPColocationFactorWhitelist: allowsPrivate ? privateHosts() : new Set(),
      topics: Object.fromEntries(topics.map((topic) => [topic, TOPIC_SCORE])),
    },
  });
}

/** The name under which the router knows a peer. */
export function nameOf(peer: PeerId): string {
  return peer.toString();
}

const EMPTY = new Uint8Array(0);

/** Nodes in one house share an address, and that is no sign of an attack where such addresses are allowed. */
function privateHosts(): Set<string> {
  const isExempt = (text: string) => {
    const host = hostFromText(text);
    return host !== undefined && isPrivate(host);
  };
  return Object.assign(new Set<string>(), { has: isExempt });
}
