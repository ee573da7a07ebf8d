import { createBoundedMap, type Did } from "@icn-mesh/core";
import { createIdCache, idText, type MessageIdOf } from "../message-id.ts";
import type { NetworkLimits } from "../network-limits.ts";
import type { Topic } from "../network-service.ts";
import type { MemoryEnd, TossedMessage } from "./memory-end.ts";
import type { MemoryHub } from "./memory-hub.ts";

/** The spreading of messages, as one node does it. */
export interface MemoryGossip {
  publish(topic: Topic, bytes: Uint8Array): number | undefined;
  receive(message: TossedMessage): void;
  neighbours(topic: Topic): readonly Did[];
}

/** What spreading takes. */
export interface MemoryGossipComponents {
  readonly hub: MemoryHub;
  readonly end: MemoryEnd;
  readonly limits: NetworkLimits;
  readonly idOf: MessageIdOf;
}

/** A message goes to all neighbours of its publisher, and from each on to so many of its own. */
const FAN_OUT = 8;

/** Passes messages on after they were accepted, each once. */
export function createMemoryGossip(components: MemoryGossipComponents): MemoryGossip {
  const { hub, end, limits } = components;
  const { self, connections, topics } = end;
  const { clock, rng } = hub.links;
  const idOf = createIdCache(components.idOf);
  const seen = createBoundedMap<string, number>({ max: limits.seen, whenFull: "evict-oldest" });

  /** True the first time. */
  function isNew(topic: Topic, bytes: Uint8Array): boolean {
    const id = idText(idOf(topic, bytes));
    const now = clock.monotonic();
    if (now - (seen.get(id) ?? Number.NEGATIVE_INFINITY) < limits.seenMs) return false;
    seen.delete(id);
    seen.set(id, now);
    return true;
  }

  function neighbours(topic: Topic): readonly Did[] {
    return [...connections.keys()].filter((peer) => hub.ends.get(peer)?.topics.has(topic) === true);
  }

  function send(topic: Topic, bytes: Uint8Array, to: Did): void {
    const connection = connections.get(to);
    if (connection === undefined) return;
    hub.links.onSent(topic, bytes.length);
    connection.toss(self, () => hub.ends.get(to)?.receive({ topic, bytes, from: self }));
  }

  function passOn(topic: Topic, bytes: Uint8Array, from: Did): void {
    const others = neighbours(topic).filter((peer) => peer !== from);
    for (let times = 0; times < FAN_OUT && others.length > 0; times++) {
      const [peer] = others.splice(rng.below(others.length), 1);
      if (peer !== undefined) send(topic, bytes, peer);
    }
  }

  return {
    neighbours,
    publish(topic, bytes) {
      const copy = new Uint8Array(bytes);
      if (!isNew(topic, copy)) return undefined;
      const those = neighbours(topic);
      for (const peer of those) send(topic, copy, peer);
      return those.length;
    },
    receive({ topic, bytes, from }) {
      if (!topics.has(topic) || !connections.has(from) || !isNew(topic, bytes)) return;
      end.owner?.received({ topic, bytes: new Uint8Array(bytes), from }, (verdict) => {
        if (verdict === "accept") passOn(topic, bytes, from);
      });
    },
  };
}
