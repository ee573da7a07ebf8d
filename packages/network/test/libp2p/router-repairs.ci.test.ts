import { Socket } from "node:net";
import { type Did, didFromPeerId } from "@icn-mesh/core";
import { createRecordingLogger } from "@icn-mesh/core/testing";
import type { Libp2p } from "libp2p";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createNode } from "../../src/libp2p/create-node.ts";
import { createGossipRouter, type GossipRouter } from "../../src/libp2p/gossip-router.ts";
import { createLibp2pGossip } from "../../src/libp2p/libp2p-gossip.ts";
import { createMessageIds } from "../../src/message-id.ts";
import { NETWORK_LIMITS } from "../../src/network-limits.ts";
import type { TransportOwner } from "../../src/transport.ts";

const NEWS = "/icn-mesh/1/test/news";
const limits = { ...NETWORK_LIMITS, seen: 10 };
const logger = createRecordingLogger("network");
const running: Libp2p[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  for (const node of running.splice(0)) await node.stop();
});

const offended: ((peer: Did) => void)[] = [];
const owner: TransportOwner = {
  admits: () => true,
  connected: () => undefined,
  disconnected: () => undefined,
  topicPeersChanged: () => undefined,
  addressesChanged: () => undefined,
  scored: () => undefined,
  offended: (peer) => offended.shift()?.(peer),
  received: (_message, settle) => settle("accept"),
  opened: () => undefined,
};

async function gossiping(key: number) {
  const gossip = createGossipRouter({
    topics: [NEWS],
    size: "small",
    limits,
    allowsPrivate: true,
    idOf: createMessageIds([NEWS]),
    standing: () => 0,
  });
  const options = {
    network: "test",
    secretKey: new Uint8Array(32).fill(key),
    listen: ["/ip4/127.0.0.1/tcp/0"],
    allowPrivateAddresses: true,
    table: "off",
  } as const;
  const node = await createNode({ options, limits, gate: {}, gossip, logger });
  const router = node.services["gossip"] as GossipRouter;
  const ours = createLibp2pGossip({ node, router, owner, limits, topics: new Set([NEWS]), logger });
  running.push(node);
  await node.start();
  ours.join(NEWS);
  return { node, router, ours };
}

function happened(target: EventTarget, event: string): Promise<unknown> {
  return new Promise((resolve) => target.addEventListener(event, resolve, { once: true }));
}

/** As happens when the peer does not read and the buffer is full. */
function breakGossip(node: Libp2p): void {
  for (const stream of node.getConnections().flatMap(({ streams }) => streams)) {
    if (stream.direction === "outbound" && stream.protocol.startsWith("/meshsub/")) {
      stream.abort(new Error("the buffer is full"));
    }
  }
}

describe("the router", { timeout: 30_000 }, () => {
  it("forgets what it has seen beyond a number, not only after a time", async () => {
    const { router, ours } = await gossiping(1);
    for (let at = 0; at < 50; at++) await ours.publish(NEWS, Uint8Array.of(at));
    expect(router.seenCache.entries.size).toBeGreaterThan(10);
    await happened(router as unknown as EventTarget, "gossipsub:heartbeat");
    await Promise.resolve();
    expect(router.seenCache.entries.size).toBeLessThanOrEqual(10);
    expect(router.fastMsgIdCache.entries.size).toBeLessThanOrEqual(10);
    for (let at = 0; at < 50; at++) router.score.validateMessage(`${at}`);
    expect(router.score.deliveryRecords.records.size).toBeGreaterThan(10);
    await happened(router as unknown as EventTarget, "gossipsub:heartbeat");
    await Promise.resolve();
    expect(router.score.deliveryRecords.records.size).toBeLessThanOrEqual(10);
  });

  it("tells of peers whose frames are no gossip, or too long", async () => {
    const right = await gossiping(2);
    for (const frame of [
      [3, 255, 255, 255],
      [255, 255, 255, 127],
    ]) {
      const left = await gossiping(1);
      const stream = await (await left.node.dial(right.node.getMultiaddrs())).newStream("/meshsub/1.2.0");
      const told = new Promise((resolve) => offended.push(resolve));
      stream.send(Uint8Array.from(frame));
      expect(await told).toBe(didFromPeerId(left.node.peerId.toString()));
      await left.node.stop();
    }
  });

  it("is not left with a peer that it can no longer send to", async () => {
    const [left, right] = [await gossiping(1), await gossiping(2)];
    const subscribed = happened(left.router as unknown as EventTarget, "subscription-change");
    await left.node.dial(right.node.getMultiaddrs());
    await subscribed;
    expect(left.ours.topicPeers(NEWS)).toHaveLength(1);
    const lost = happened(left.node as unknown as EventTarget, "peer:disconnect");
    // While peers greet each other, the router may open another.
    left.router.addEventListener("gossipsub:heartbeat", () => breakGossip(left.node));
    breakGossip(left.node);
    expect(left.ours.topicPeers(NEWS)).toEqual([]);
    await lost;
    expect(left.node.getConnections()).toEqual([]);
  });

  it("writes to real sockets that hold back what one tick brings", async () => {
    const cork = vi.spyOn(Socket.prototype, "cork");
    const [left, right] = [await gossiping(1), await gossiping(2)];
    await left.node.dial(right.node.getMultiaddrs());
    expect(cork).toHaveBeenCalled();
  });
});
