import type { Clock, Did, Logger } from "@icn-mesh/core";
import { MAX_MESSAGE_BYTES, type NetworkLimits } from "../network-limits.ts";
import type { MessageVerdict, Subscriber, Topic, TopicMessage, TopicRules } from "../network-service.ts";
import type { AcceptedParts, PartKey } from "./accepted-parts.ts";
import { createRateLimit } from "./rate-limit.ts";

/** A message about which the subscribers are to be asked. */
export interface AdmittedMessage {
  readonly message: TopicMessage;
  readonly part: PartKey;
}

/** Says what becomes of messages. */
export interface MessageJudge {
  /** What is known without asking who subscribed, or the message to ask them about; `shed` is ignored for want of room. */
  admit(message: TopicMessage): "reject" | "ignore" | "shed" | AdmittedMessage;
  /** The strictest verdict of the subscribers. */
  judge(admitted: AdmittedMessage, subscribers: readonly Subscriber[]): Promise<MessageVerdict>;
  forget(peer: Did): void;
}

/** What a judge needs. */
export interface MessageJudgeComponents {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly limits: NetworkLimits;
  readonly rules: ReadonlyMap<Topic, TopicRules>;
  readonly accepted: AcceptedParts;
}

/** A judge who has so many messages in hand at once, of each neighbour and of all. */
export function createMessageJudge(components: MessageJudgeComponents): MessageJudge {
  const { clock, logger, limits, rules, accepted } = components;
  const { messagesPerSecond: perSecond, messageBurst: burst } = limits;
  const rate = createRateLimit({ clock, perSecond, burst });
  const inHand = new Map<Did, number>();
  let total = 0;

  function hasRoomFor(peer: Did): boolean {
    return total < limits.validations && (inHand.get(peer) ?? 0) < limits.validationsPerPeer;
  }

  function count(peer: Did, by: 1 | -1): void {
    total += by;
    const those = (inHand.get(peer) ?? 0) + by;
    if (those > 0) inHand.set(peer, those);
    else inHand.delete(peer);
  }

  async function verdictOf(subscriber: Subscriber, message: TopicMessage): Promise<MessageVerdict> {
    try {
      return await subscriber.validate(message);
    } catch (error) {
      logger.error("a topic validator failed", { topic: message.topic, error: String(error) });
      return "ignore";
    }
  }

  return {
    admit(message) {
      const { topic, bytes, from } = message;
      if (bytes.length > (rules.get(topic)?.maxBytes ?? MAX_MESSAGE_BYTES)) return "reject";
      if (!hasRoomFor(from) || !rate.take(from)) return "shed";
      const part = accepted.keyOf(topic, bytes);
      return accepted.has(part) ? "ignore" : { message, part };
    },
    async judge({ message, part }, subscribers) {
      const { from } = message;
      count(from, 1);
      const verdict = await strictest(subscribers.map((subscriber) => verdictOf(subscriber, message)));
      count(from, -1);
      // Another with the same part may have been accepted meanwhile.
      return verdict !== "accept" || accepted.add(part) ? verdict : "ignore";
    },
    forget: rate.forget,
  };
}

const STRICTNESS = { accept: 0, ignore: 1, reject: 2 } as const;

/** Nobody who listens means that there is nobody to say that it may be passed on. */
async function strictest(verdicts: readonly Promise<MessageVerdict>[]): Promise<MessageVerdict> {
  let worst: MessageVerdict = verdicts.length === 0 ? "ignore" : "accept";
  for (const verdict of await Promise.all(verdicts)) {
    if (STRICTNESS[verdict] > STRICTNESS[worst]) worst = verdict;
  }
  return worst;
}
