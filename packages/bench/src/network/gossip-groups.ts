import type { NetworkNode } from "@icn-mesh/network";
import { createArrivals } from "./arrivals.ts";
import { type GossipingNode, type GossipPolicy, startGossipingNode } from "./bare-node.ts";
import { connectOurs, type OurNodeOptions, startOurNode, TOPIC } from "./our-node.ts";
import { verifyMessage } from "./signed-messages.ts";

/** Nodes of one process, each connected to all others, that all take part in one topic. */
export interface GossipGroup {
  /** Each message is published by the next node; resolves when all others have every one of them. */
  publish(messages: readonly Uint8Array[]): Promise<void>;
  /** How many signatures were checked so far. */
  verified(): number;
  stop(): Promise<void>;
}

/** So many are published before the publishers look at what came. */
const TOGETHER = 8;

/** Ours, whose topic verifies every message before it is passed on. */
export async function ourGroup(size: number, options: OurNodeOptions = {}): Promise<GossipGroup> {
  const nodes = await Promise.all(Array.from({ length: size }, () => startOurNode(options)));
  for (const [index, node] of nodes.entries()) {
    for (const other of nodes.slice(0, index)) await connectOurs(node, other);
  }
  const arrivals = createArrivals();
  let verified = 0;
  for (const node of nodes) {
    node.subscribe(TOPIC, {
      queue: 10_000,
      validate({ bytes }) {
        verified += 1;
        return verifyMessage(bytes) ? "accept" : "reject";
      },
      handle: () => arrivals.add(1),
    });
  }
  for (const node of nodes) await node.ready(TOPIC, size - 1);
  await settle();
  return {
    verified: () => verified,
    publish: async (messages) => {
      const arrived = arrivals.next(messages.length * (size - 1));
      await publishInTurns(messages, (bytes, index) => at(nodes, index).publish(TOPIC, bytes));
      await arrived;
    },
    stop: () => stopAll(nodes),
  };
}

/** Bare gossipsub. */
export async function bareGroup(size: number, policy: GossipPolicy): Promise<GossipGroup> {
  const nodes = await Promise.all(Array.from({ length: size }, () => startGossipingNode(policy)));
  for (const [index, node] of nodes.entries()) {
    for (const other of nodes.slice(0, index)) await node.dial(other.getMultiaddrs());
  }
  const arrivals = createArrivals();
  for (const { services } of nodes) {
    services.gossip.addEventListener("message", () => arrivals.add(1));
    services.gossip.subscribe(TOPIC);
  }
  await settle();
  return {
    verified: () => 0,
    publish: async (messages) => {
      const arrived = arrivals.next(messages.length * (size - 1));
      await publishInTurns(messages, (bytes, index) =>
        at<GossipingNode>(nodes, index).services.gossip.publish(TOPIC, bytes.slice()),
      );
      await arrived;
    },
    stop: () => stopAll(nodes),
  };
}

/** Meshes are made at the heartbeats, one a second. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 2_500));
}

async function publishInTurns(
  messages: readonly Uint8Array[],
  publish: (bytes: Uint8Array, index: number) => Promise<unknown>,
): Promise<void> {
  for (let sent = 0; sent < messages.length; sent += TOGETHER) {
    const those = messages.slice(sent, sent + TOGETHER);
    await Promise.all(those.map((bytes, index) => publish(bytes, sent + index)));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function at<Item>(items: readonly Item[], index: number): Item {
  return items[index % items.length] as Item;
}

async function stopAll(nodes: readonly Pick<NetworkNode | GossipingNode, "stop">[]): Promise<void> {
  await Promise.all(nodes.map((node) => node.stop()));
}
