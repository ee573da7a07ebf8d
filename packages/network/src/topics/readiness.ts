import { orAborted } from "@icn-mesh/core";
import type { Topic } from "../network-service.ts";

/** Waits for neighbours in topics. */
export interface Readiness {
  wait(topic: Topic, peers: number, signal: AbortSignal | undefined): Promise<void>;
  changed(topic: Topic): void;
  /** Rejects all who wait. */
  fail(error: Error): void;
}

interface Waiter {
  readonly topic: Topic;
  readonly peers: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** Who waits is looked at again whenever the topic changes. */
export function createReadiness(peersIn: (topic: Topic) => number): Readiness {
  const waiters = new Set<Waiter>();
  return {
    async wait(topic, peers, signal) {
      signal?.throwIfAborted();
      if (peersIn(topic) >= peers) return;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const waiter = { topic, peers, resolve, reject };
      waiters.add(waiter);
      try {
        await orAborted(promise, signal);
      } finally {
        waiters.delete(waiter);
      }
    },
    changed(topic) {
      const count = peersIn(topic);
      for (const waiter of waiters) if (waiter.topic === topic && waiter.peers <= count) waiter.resolve();
    },
    fail(error) {
      for (const { reject } of waiters) reject(error);
    },
  };
}
