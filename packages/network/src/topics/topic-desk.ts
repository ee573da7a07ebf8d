import type { Clock, Did, Logger } from "@icn-mesh/core";
import { assertFits } from "../assert-fits.ts";
import type { NetworkLimits } from "../network-limits.ts";
import type { NetworkMetrics } from "../network-metrics.ts";
import type { PublishResult } from "../network-results.ts";
import type {
  MessageVerdict,
  Subscriber,
  Subscription,
  Topic,
  TopicMessage,
  TopicRules,
} from "../network-service.ts";
import type { Transport } from "../transport.ts";
import { createAcceptedParts } from "./accepted-parts.ts";
import { createKnownTopics } from "./known-topics.ts";
import { type AdmittedMessage, createMessageJudge } from "./message-judge.ts";
import { createMessageQueue, type MessageQueue } from "./message-queue.ts";

/** Judges the messages of topics, and hands them to who subscribed. */
export interface TopicDesk {
  publish(topic: Topic, bytes: Uint8Array): Promise<PublishResult>;
  /** Throws `NETWORK_TOPIC_TWICE`. */
  declare(topics: readonly TopicRules[]): () => void;
  subscribe(topic: Topic, subscriber: Subscriber): Subscription;
  /** Throws `NETWORK_UNKNOWN_TOPIC` for any that was not declared. */
  assertKnown(topic: Topic): void;
  received(message: TopicMessage, settle: (verdict: MessageVerdict) => void): void;
  /** Joins the topics that are subscribed to, when the transport has started. */
  joinAll(): void;
  forget(peer: Did): void;
}

/** What a desk is made of. */
export interface TopicDeskComponents {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: NetworkMetrics;
  readonly limits: NetworkLimits;
  readonly topics: readonly TopicRules[];
  readonly isRunning: () => boolean;
  /** Told of every message that a neighbour sends beyond its rate. */
  readonly onExcess: (peer: Did) => void;
}

/** A desk without subscribers; throws `NETWORK_TOPIC_TWICE`. */
export function createTopicDesk(components: TopicDeskComponents): TopicDesk {
  const { transport, clock, logger, metrics, limits, isRunning, onExcess } = components;
  const subscribers = new Map<Topic, Map<MessageQueue, Subscriber>>();
  const { rules, assertKnown, maxBytesOf, declare } = createKnownTopics((topic, isKnown) => {
    if (!isKnown) for (const queue of [...(subscribers.get(topic)?.keys() ?? [])]) queue.stop();
    transport.allow(topic, isKnown);
  });
  const accepted = createAcceptedParts({ rules, clock, limits });
  const { admit, judge, forget } = createMessageJudge({ clock, logger, limits, rules, accepted });

  async function deliver(
    admitted: AdmittedMessage,
    settle: (verdict: MessageVerdict) => void,
  ): Promise<void> {
    const { message } = admitted;
    const those = [...(subscribers.get(message.topic) ?? [])];
    const verdict = await judge(
      admitted,
      those.map(([, subscriber]) => subscriber),
    );
    metrics.messageReceived(message.topic, verdict, message.bytes.length);
    settle(verdict);
    if (verdict === "accept") for (const [queue] of those) queue.push(message);
  }

  declare(components.topics);
  return {
    assertKnown,
    declare,
    async publish(topic, bytes) {
      assertKnown(topic);
      assertFits(bytes.length, maxBytesOf(topic));
      if (!accepted.add(accepted.keyOf(topic, bytes))) return DUPLICATE;
      const peers = await transport.publish(topic, bytes);
      if (peers === undefined) return DUPLICATE;
      metrics.messagePublished(topic, bytes.length);
      return { ok: true, peers };
    },
    subscribe(topic, subscriber) {
      assertKnown(topic);
      const those = subscribers.get(topic) ?? new Map<MessageQueue, Subscriber>();
      const queue = createMessageQueue({
        topic,
        subscriber,
        logger,
        onLost: () => metrics.messageLost(topic),
        onStop() {
          those.delete(queue);
          if (those.size === 0 && isRunning()) transport.leave(topic);
        },
      });
      if (those.size === 0 && isRunning()) transport.join(topic);
      subscribers.set(topic, those.set(queue, subscriber));
      return queue;
    },
    received(message, settle) {
      const { topic, bytes, from } = message;
      const admitted = admit(message);
      if (typeof admitted !== "string") {
        deliver(admitted, settle).catch((error: unknown) =>
          logger.error("a message could not be settled", { topic, error: String(error) }),
        );
        return;
      }
      metrics.messageReceived(topic, admitted, bytes.length);
      settle(admitted === "shed" ? "ignore" : admitted);
      if (admitted === "shed") onExcess(from);
    },
    joinAll() {
      for (const [topic, those] of subscribers) if (those.size > 0) transport.join(topic);
    },
    forget,
  };
}

const DUPLICATE: PublishResult = { ok: false, code: "NETWORK_DUPLICATE" };
