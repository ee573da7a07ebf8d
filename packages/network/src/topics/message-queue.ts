import { createBoundedQueue, type Logger } from "@icn-mesh/core";
import type { Subscriber, Subscription, TopicMessage } from "../network-service.ts";

/** The messages that one subscriber was not handed yet. */
export interface MessageQueue extends Subscription {
  push(message: TopicMessage): void;
}

/** What a queue is made of. */
export interface MessageQueueComponents {
  readonly topic: string;
  readonly subscriber: Subscriber;
  readonly logger: Logger;
  /** Called for every message that was dropped because the subscriber is slow. */
  readonly onLost: () => void;
  readonly onStop: () => void;
}

const DEFAULT_QUEUE = 256;

/** Hands over one message after the other; while the subscriber is slow, the oldest ones make room. */
export function createMessageQueue(components: MessageQueueComponents): MessageQueue {
  const { topic, subscriber, logger, onLost, onStop } = components;
  const queue = createBoundedQueue<TopicMessage>({
    max: subscriber.queue ?? DEFAULT_QUEUE,
    whenFull: "drop-oldest",
  });
  let isPumping = false;
  let isStopped = false;

  async function pump(): Promise<void> {
    isPumping = true;
    for (let message = queue.shift(); message !== undefined; message = queue.shift()) {
      try {
        const handling = subscriber.handle(message);
        if (handling instanceof Promise) await handling; // most return at once, and a wait has its price
      } catch (error) {
        logger.error("a topic handler failed", { topic, error: String(error) });
      }
    }
    isPumping = false;
  }

  return {
    topic,
    get lost() {
      return queue.lost;
    },
    get waiting() {
      return queue.size;
    },
    push(message) {
      if (isStopped) return;
      const { lost } = queue;
      queue.push(message);
      if (queue.lost > lost) onLost();
      if (!isPumping) void pump();
    },
    stop() {
      if (isStopped) return;
      isStopped = true;
      queue.clear();
      onStop();
    },
  };
}
