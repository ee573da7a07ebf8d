import type { RequestHandler, Subscriber, Subscription } from "@icn-mesh/network";
import type { PeerLink } from "./peer-link.ts";

const FOR_EVER = new AbortController().signal;

/** A link that also reaches the node itself. */
export interface LoopLink extends PeerLink {
  /** Publishes to the subscribers of this node, and to nobody else. */
  publishHere(topic: string, bytes: Uint8Array): Promise<void>;
}

/** The same link for a node that also talks to itself: what it publishes or asks of its own key stays in the process. */
export function withLoopback(link: PeerLink): LoopLink {
  const handlers = new Map<string, RequestHandler>();
  const subscribers = new Map<string, Set<Subscriber>>();

  async function deliver(topic: string, bytes: Uint8Array, subscriber: Subscriber): Promise<void> {
    const message = { topic, bytes, from: link.self };
    if ((await subscriber.validate(message)) === "accept") await subscriber.handle(message);
  }

  async function publishHere(topic: string, bytes: Uint8Array): Promise<void> {
    const those = [...(subscribers.get(topic) ?? [])];
    await Promise.all(those.map((subscriber) => deliver(topic, bytes, subscriber)));
  }

  return {
    self: link.self,
    events: link.events,
    peers: link.peers,
    publishHere,
    async publish(topic, bytes) {
      await publishHere(topic, bytes);
      return link.publish(topic, bytes);
    },
    subscribe(topic, subscriber) {
      const those = subscribers.get(topic) ?? new Set();
      subscribers.set(topic, those.add(subscriber));
      return stopping(link.subscribe(topic, subscriber), () => those.delete(subscriber));
    },
    async request(peer, protocol, ...rest) {
      if (peer !== link.self) return link.request(peer, protocol, ...rest);
      const handler = handlers.get(protocol.name);
      if (handler === undefined) return { ok: false, code: "NETWORK_UNSUPPORTED" };
      const [bytes, { signal = FOR_EVER } = {}] = rest;
      const answer = await handler({ peer, protocol: protocol.name, bytes, signal });
      return answer === null ? { ok: false, code: "NETWORK_REFUSED" } : { ok: true, bytes: answer };
    },
    handle(protocol, handler) {
      const undo = link.handle(protocol, handler);
      handlers.set(protocol.name, handler);
      return () => {
        handlers.delete(protocol.name);
        undo();
      };
    },
  };
}

/** The same subscription, with something more to do when it stops. */
function stopping(subscription: Subscription, andThen: () => void): Subscription {
  return {
    topic: subscription.topic,
    get lost() {
      return subscription.lost;
    },
    get waiting() {
      return subscription.waiting;
    },
    stop() {
      andThen();
      subscription.stop();
    },
  };
}
