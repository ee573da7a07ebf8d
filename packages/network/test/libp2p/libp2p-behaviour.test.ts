import { createMemoryMetrics } from "@icn-mesh/core";
import { systemClock, systemRng } from "@icn-mesh/core/node";
import { createRecordingLogger } from "@icn-mesh/core/testing";
import { afterEach, describe, expect, it } from "vitest";
import { createLibp2pNetwork } from "../../src/libp2p/index.ts";
import type { NetworkService, Subscriber } from "../../src/network-service.ts";
import { networkContract } from "../../src/testing/index.ts";
import { createLibp2pNodes } from "./libp2p-nodes.ts";

const NEWS = "/icn-mesh/1/test/news";
const nodes = createLibp2pNodes();
afterEach(nodes.stopAll);

const open: Subscriber = { validate: () => "accept", handle: () => undefined };

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await nodes.pass(10);
}

async function connect(from: NetworkService, to: NetworkService): Promise<void> {
  expect((await from.connect(to.addresses()[0] ?? "")).ok).toBe(true);
}

describe("a network over libp2p", () => {
  it("works over WebSocket as well", async () => {
    const overWebSocket = createLibp2pNodes("/ip4/127.0.0.1/tcp/0/ws");
    const subject = {
      pass: overWebSocket.pass,
      node: (options = {}) => overWebSocket.node({ transports: ["websocket"], ...options }),
    };
    const some = [
      "delivers a message to all who take part",
      "answers a request",
      "carries messages both ways",
    ];
    const promises = networkContract.filter(({ promise }) => some.some((start) => promise.startsWith(start)));
    for (const { check } of promises) await check(subject);
    await overWebSocket.stopAll();
    expect(promises.length).toBe(3);
  });

  it("spreads a message to ten nodes, none of which gets it twice", async () => {
    const all = [await nodes.node()];
    const heard: NetworkService[] = [];
    while (all.length < 10) {
      const node = await nodes.node();
      await connect(node, all.at(-1)!);
      all.push(node);
    }
    for (const node of all) node.subscribe(NEWS, { ...open, handle: () => heard.push(node) });
    await Promise.all(all.slice(1, 9).map((node) => node.ready(NEWS, 2)));
    await all[0]!.publish(NEWS, Uint8Array.of(1));
    await until(() => all.slice(1).every((node) => heard.includes(node)));
    expect(heard).toHaveLength(9);
  });

  it("hears again after its peer came back at another address with the same key", async () => {
    const node = await nodes.node();
    const texts: number[] = [];
    node.subscribe(NEWS, { ...open, handle: ({ bytes }) => texts.push(bytes[0] ?? 0) });
    for (const value of [1, 2]) {
      const peer = await nodes.node({ key: 77 });
      peer.subscribe(NEWS, open);
      node.learn(peer.self, peer.addresses());
      await node.connect(peer.self, { keep: true });
      await peer.ready(NEWS, 1);
      await peer.publish(NEWS, Uint8Array.of(value));
      await until(() => texts.includes(value));
      await peer.stop();
      await until(() => node.peers().length === 0);
    }
    expect(texts).toEqual([1, 2]);
  });

  it("dials no private address, and announces none, unless it is allowed to", async () => {
    const home = await nodes.node();
    const outside = await nodes.node({ allowPrivateAddresses: false });
    const result = await outside.connect(home.addresses()[0] ?? "");
    expect(result).toEqual({ ok: false, code: "NETWORK_GATED" });
    outside.learn(home.self, home.addresses());
    expect(await outside.connect(home.self)).toEqual({ ok: false, code: "NETWORK_UNREACHABLE" });
  });

  it("lets no peer open more streams of a protocol than it may", async () => {
    const [left, right] = [await nodes.node(), await nodes.node({ limits: { streamsPerProtocol: 2 } })];
    await connect(left, right);
    let taken = 0;
    right.accept({ name: "/icn-mesh/logs/1" }, () => {
      taken += 1;
    });
    const opened = [];
    for (let times = 0; times < 4; times++) {
      const result = await left.open(right.self, { name: "/icn-mesh/logs/1" });
      if (result.ok) opened.push(result.stream);
    }
    const refused = await Promise.race(opened.map(({ closed }) => closed));
    expect([refused, taken]).toEqual([false, 2]);
  });

  it("says what its limits are when it starts", async () => {
    const logger = createRecordingLogger("network");
    const node = createLibp2pNetwork(
      { clock: systemClock, rng: systemRng, logger, metrics: createMemoryMetrics() },
      { network: "test", secretKey: new Uint8Array(32).fill(1), table: "off" },
    );
    await node.start();
    await node.stop();
    const fields = Object.assign({}, ...logger.entries.map((entry) => entry.fields));
    expect(fields).toMatchObject({
      D: 4,
      maxInboundDataLength: 4_194_304,
      graylistThreshold: -2_500,
      connections: 128,
    });
  });

  it("says which package is missing for a transport that is not installed", async () => {
    await expect(nodes.node({ transports: ["tcp", "quic"] })).rejects.toMatchObject({
      failure: { code: "NETWORK_TRANSPORT_MISSING", transport: "quic", install: "@chainsafe/libp2p-quic" },
    });
  });

  it("says where it cannot listen, and leaves nothing behind", async () => {
    const first = await nodes.node();
    const port = /tcp\/(\d+)/.exec(first.addresses()[0] ?? "")?.[1];
    const taken = `/ip4/127.0.0.1/tcp/${port}`;
    await expect(nodes.node({ listen: [taken] })).rejects.toMatchObject({
      failure: { code: "NETWORK_CANNOT_LISTEN", addresses: [taken] },
    });
  });

  it("takes no address that is none", async () => {
    const node = await nodes.node();
    await expect(node.connect("/nowhere/1")).rejects.toMatchObject({ code: "NETWORK_BAD_ADDRESS" });
    node.learn(node.self, ["/nowhere/1"]);
  });
});
