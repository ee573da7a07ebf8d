import { createBoundedMap } from "@icn-mesh/core";
import type { PeerId } from "@libp2p/interface";
import type { Topic } from "../network-service.ts";
import { TOPIC_SCORE } from "./gossip-parameters.ts";
import { type GossipRouter, nameOf, type ReceivedRpc } from "./gossip-router.ts";

/** Topics of a router that come and go while it runs. */
export interface LateTopics {
  allow(topic: Topic): void;
  refuse(topic: Topic): void;
  /** The peer is gone, and with it what it said. */
  forget(peer: PeerId): void;
}

interface Unheard {
  readonly peer: PeerId;
  readonly topics: Set<Topic>;
}

const MOST_PEERS = 1024;
const MOST_TOPICS = 64;
const LONGEST_TOPIC = 128;
const OURS = "/icn-mesh/";

/**
 * Begins to remember what peers say of topics that are not allowed. They say it once, when they connect or subscribe,
 * and the router forgets it at once: who allowed the topic later would never learn that they take part.
 */
export function createLateTopics(router: GossipRouter): LateTopics {
  const unheard = createBoundedMap<string, Unheard>({ max: MOST_PEERS, whenFull: "evict-oldest" });
  const receive = router.handleReceivedRpc.bind(router);

  function note(peer: PeerId, topic: Topic, isSubscribed: boolean): void {
    const name = nameOf(peer);
    const { topics } = unheard.get(name) ?? { topics: new Set<Topic>() };
    if (!isSubscribed) topics.delete(topic);
    else if (topics.size < MOST_TOPICS) topics.add(topic);
    if (topics.size === 0) unheard.delete(name);
    else unheard.set(name, { peer, topics });
  }

  function noteRefused(peer: PeerId, { subscriptions = [] }: ReceivedRpc): void {
    for (const { topic = "", subscribe = false } of subscriptions) {
      const isOurs = topic.startsWith(OURS) && topic.length <= LONGEST_TOPIC;
      if (isOurs && !router.allowedTopics.has(topic)) note(peer, topic, subscribe);
    }
  }

  Object.assign(router, {
    handleReceivedRpc(from: PeerId, rpc: ReceivedRpc) {
      noteRefused(from, rpc);
      return receive(from, rpc);
    },
  });

  return {
    allow(topic) {
      router.allowedTopics.add(topic);
      router.score.params.topics[topic] = TOPIC_SCORE;
      for (const [, { peer, topics }] of [...unheard]) {
        if (!topics.has(topic)) continue;
        note(peer, topic, false);
        router.handleReceivedSubscription(peer, topic, true);
      }
    },
    refuse(topic) {
      router.allowedTopics.delete(topic);
      for (const peer of router.getSubscribers(topic)) {
        note(peer, topic, true);
        router.handleReceivedSubscription(peer, topic, false);
      }
    },
    forget: (peer) => void unheard.delete(nameOf(peer)),
  };
}
