import type { Did, Logger } from "@icn-mesh/core";
import { type GossipsubMessage, TopicValidatorResult } from "@libp2p/gossipsub";
import type { PeerId } from "@libp2p/interface";
import type { Libp2p } from "libp2p";
import type { NetworkLimits } from "../network-limits.ts";
import type { MessageVerdict, Topic } from "../network-service.ts";
import type { TransportOwner } from "../transport.ts";
import { forgetMessages } from "./forget-messages.ts";
import { SCORE_THRESHOLDS } from "./gossip-parameters.ts";
import { type GossipRouter, nameOf } from "./gossip-router.ts";
import { createLateTopics } from "./late-topics.ts";
import { didOf, peerIdOf } from "./peer-ids.ts";
import { plainBytes } from "./plain-bytes.ts";
import { onBrokenGossip } from "./router-offences.ts";

/** The spreading of messages over a libp2p node. */
export interface Libp2pGossip {
  allow(topic: Topic, isAllowed: boolean): void;
  join(topic: Topic): void;
  leave(topic: Topic): void;
  publish(topic: Topic, bytes: Uint8Array): Promise<number | undefined>;
  topicPeers(topic: Topic): readonly Did[];
  score(peer: Did): number;
}

/** What it runs on. */
export interface Libp2pGossipComponents {
  readonly node: Libp2p;
  readonly router: GossipRouter;
  readonly owner: TransportOwner;
  readonly limits: NetworkLimits;
  readonly topics: ReadonlySet<Topic>;
  readonly logger: Logger;
}

const VERDICTS: Readonly<Record<MessageVerdict, TopicValidatorResult>> = {
  accept: TopicValidatorResult.Accept,
  ignore: TopicValidatorResult.Ignore,
  reject: TopicValidatorResult.Reject,
};

/** Listens to the router of a node until the node is gone. */
export function createLibp2pGossip(components: Libp2pGossipComponents): Libp2pGossip {
  const { node, router, owner, limits, topics, logger } = components;
  /** Peers to which there was a stream on this connection, and for how many heartbeats there has been none. */
  const silent = new Map<string, number>();
  const late = createLateTopics(router);

  router.addEventListener("gossipsub:message", ({ detail }) => receive(detail));
  router.addEventListener("subscription-change", ({ detail }) => {
    for (const { topic } of detail.subscriptions) owner.topicPeersChanged(topic);
  });
  node.addEventListener("peer:disconnect", ({ detail }) => {
    silent.delete(nameOf(detail));
    late.forget(detail);
    tellTopics();
  });
  onBrokenGossip(router, (peer) => {
    const did = didOf(peer);
    if (did !== undefined) owner.offended(did, "brokenFrame");
  });
  onStream(router, (peer) => {
    silent.set(peer, 0);
    tellTopics();
  });
  router.addEventListener("gossipsub:heartbeat", () => {
    forgetMessages(router, limits.seen);
    for (const peer of node.getPeers()) look(peer);
  });

  function tellTopics(): void {
    for (const topic of topics) owner.topicPeersChanged(topic);
  }

  function receive({ propagationSource, msgId, msg }: GossipsubMessage): void {
    const from = didOf(propagationSource);
    if (from === undefined) return;
    owner.received({ topic: msg.topic, bytes: plainBytes(msg.data), from }, (verdict) => {
      router.reportMessageValidationResult(msgId, nameOf(propagationSource), VERDICTS[verdict]);
    });
  }

  /**
   * The router closes its stream to a peer that does not read, or that sent an oversize frame, and never opens another
   * on the same connection: the peer would look connected and hear nothing.
   */
  function look(peer: PeerId): void {
    const [name, did] = [nameOf(peer), didOf(peer)];
    if (did === undefined) return;
    owner.scored(did);
    const beats = silent.get(name);
    if (beats === undefined) return;
    silent.set(name, router.streamsOutbound.has(name) ? 0 : beats + 1);
    if (beats < SILENT_BEATS) return;
    logger.info("a peer no longer gossips and is let go", { peer: did });
    node.hangUp(peer).catch(() => undefined);
  }

  function hears(peer: string): boolean {
    return router.streamsOutbound.has(peer) && router.getScore(peer) >= SCORE_THRESHOLDS.publishThreshold;
  }

  return {
    allow(topic, isAllowed) {
      if (!isAllowed) return late.refuse(topic);
      late.allow(topic);
      owner.topicPeersChanged(topic);
    },
    join: (topic) => router.subscribe(topic),
    leave: (topic) => router.unsubscribe(topic),
    publish: (topic, bytes) => publish(router, topic, bytes),
    topicPeers: (topic) =>
      router
        .getSubscribers(topic)
        .filter((peer) => hears(nameOf(peer)))
        .flatMap((peer) => didOf(peer) ?? []),
    score: (peer) => router.getScore(nameOf(peerIdOf(peer))),
  };
}

async function publish(router: GossipRouter, topic: Topic, bytes: Uint8Array): Promise<number | undefined> {
  try {
    return (await router.publish(topic, new Uint8Array(bytes))).recipients.length;
  } catch (error) {
    if (error instanceof Error && error.message === "PublishError.Duplicate") return undefined;
    throw error;
  }
}

/** After so many heartbeats without a stream to a peer that gossips, only a new connection brings one. */
const SILENT_BEATS = 5;

/** The router tells nobody when it can send to a peer, and it is what everybody waits for. */
function onStream(router: GossipRouter, listener: (peer: string) => void): void {
  const { streamsOutbound } = router;
  const set = streamsOutbound.set.bind(streamsOutbound);
  Object.assign(streamsOutbound, {
    set(peer: string, stream: unknown) {
      queueMicrotask(() => listener(peer));
      return set(peer, stream);
    },
  });
}
