import { assertFits } from "../assert-fits.ts";
import { NetworkError } from "../errors.ts";
import { MAX_MESSAGE_BYTES } from "../network-limits.ts";
import type { Topic, TopicRules } from "../network-service.ts";

/** The topics that a node knows, and how each treats its messages. */
export interface KnownTopics {
  readonly rules: ReadonlyMap<Topic, TopicRules>;
  maxBytesOf(topic: Topic): number;
  /** Throws `NETWORK_UNKNOWN_TOPIC` for any that was not declared. */
  assertKnown(topic: Topic): void;
  /** Makes all of them known until the returned function is called, or none: throws `NETWORK_TOPIC_TWICE`. */
  declare(topics: readonly TopicRules[]): () => void;
}

/** No topic is known yet; whoever made it is told of each that comes and goes. */
export function createKnownTopics(onChange: (topic: Topic, isKnown: boolean) => void): KnownTopics {
  const rules = new Map<Topic, TopicRules>();

  return {
    rules,
    maxBytesOf: (topic) => rules.get(topic)?.maxBytes ?? MAX_MESSAGE_BYTES,
    assertKnown(topic) {
      if (rules.has(topic)) return;
      const failure = { code: "NETWORK_UNKNOWN_TOPIC", topic } as const;
      throw new NetworkError(`not a topic of this network: ${topic}`, failure);
    },
    declare(topics) {
      const names = new Set(rules.keys());
      for (const { topic, maxBytes = MAX_MESSAGE_BYTES } of topics) {
        if (names.has(topic))
          throw new NetworkError(`declared twice: ${topic}`, { code: "NETWORK_TOPIC_TWICE", topic });
        assertFits(maxBytes, MAX_MESSAGE_BYTES);
        names.add(topic);
      }
      for (const rule of topics) {
        rules.set(rule.topic, rule);
        onChange(rule.topic, true);
      }
      return () => {
        for (const { topic } of topics) if (rules.delete(topic)) onChange(topic, false);
      };
    },
  };
}
