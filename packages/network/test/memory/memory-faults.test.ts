import { createSeededRng } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { drawDelay, drawReliableDelay, happens, NO_FAULTS } from "../../src/memory/link-faults.ts";
import type { NetworkNode } from "../../src/network-node.ts";
import { createMemoryNodes, type MemoryNodes } from "./memory-nodes.ts";

const NEWS = "/icn-mesh/1/test/news";
const ECHO = { name: "/icn-mesh/echo/1" };
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

async function talkers(seed = "faults"): Promise<{
  readonly nodes: MemoryNodes;
  readonly left: NetworkNode;
  readonly right: NetworkNode;
  readonly heard: string[];
}> {
  const nodes = createMemoryNodes(seed);
  const [left, right] = [await nodes.node(), await nodes.node()];
  await left.connect(right.addresses()[0] ?? "");
  const heard: string[] = [];
  left.subscribe(NEWS, { validate: () => "accept", handle: () => undefined });
  right.subscribe(NEWS, {
    validate: () => "accept",
    queue: 1_000,
    handle: ({ bytes }) => heard.push(decode(bytes)),
  });
  right.handle(ECHO, ({ bytes }) => bytes);
  return { nodes, left, right, heard };
}

async function publishMany(node: NetworkNode, count: number): Promise<void> {
  for (let at = 0; at < count; at++) await node.publish(NEWS, encode(`${at}`));
}

describe("the links of a memory network", () => {
  it("take as long as they are told, both ways", async () => {
    const { nodes, left, right, heard } = await talkers();
    nodes.network.setFaults({ minDelayMs: 50, maxDelayMs: 50 });
    await publishMany(left, 1);
    await nodes.pass(49);
    expect(heard).toEqual([]);
    await nodes.pass(1);
    expect(heard).toEqual(["0"]);
    const before = nodes.clock.monotonic();
    let took = 0;
    const asking = left.request(right.self, ECHO, encode("x")).then(() => {
      took = nodes.clock.monotonic() - before;
    });
    await nodes.pass(1_000);
    await asking;
    expect(took).toBe(200); // a round trip to agree on the protocol, another to ask
  });

  it("lose messages of topics, and no bytes of streams, which only come later", async () => {
    const { nodes, left, right, heard } = await talkers();
    nodes.network.setFaults({ loss: 0.3 });
    await publishMany(left, 1_000);
    await nodes.pass(0);
    expect(heard.length).toBeGreaterThan(600);
    expect(heard.length).toBeLessThan(800);
    const asking = Promise.all(
      Array.from({ length: 50 }, (_, at) => left.request(right.self, ECHO, encode(`${at}`))),
    );
    await nodes.pass(30_000);
    expect((await asking).every(({ ok }) => ok)).toBe(true);
  });

  it("bring messages twice, which nobody notices, and let some overtake others", async () => {
    const { nodes, left, heard } = await talkers();
    nodes.network.setFaults({ duplication: 1, minDelayMs: 0, maxDelayMs: 20 });
    await publishMany(left, 100);
    await nodes.pass(100);
    const inOrder = Array.from({ length: 100 }, (_, at) => `${at}`);
    expect(heard).toEqual(inOrder);
    nodes.network.setFaults({ reordering: 0.5 });
    heard.length = 0;
    for (let at = 0; at < 100; at++) await left.publish(NEWS, encode(`again ${at}`));
    await nodes.pass(100);
    expect(heard).not.toEqual(inOrder.map((text) => `again ${text}`));
    expect(heard.toSorted()).toEqual(inOrder.map((text) => `again ${text}`).toSorted());
  });

  it("differ in one direction where they are told to", async () => {
    const { nodes, left, right, heard } = await talkers();
    nodes.network.setLinkFaults(left.self, right.self, { loss: 1 });
    await publishMany(left, 10);
    await nodes.pass(0);
    expect(heard).toEqual([]);
    nodes.network.setLinkFaults(left.self, right.self, undefined);
    await left.publish(NEWS, encode("now"));
    await nodes.pass(0);
    expect(heard).toEqual(["now"]);
  });

  it("lead to the same history from the same seed", async () => {
    const history = async (seed: string) => {
      const { nodes, left, heard } = await talkers(seed);
      nodes.network.setFaults({
        loss: 0.2,
        duplication: 0.2,
        reordering: 0.3,
        minDelayMs: 1,
        maxDelayMs: 90,
      });
      await publishMany(left, 200);
      await nodes.pass(500);
      return heard;
    };
    expect(await history("a")).toEqual(await history("a"));
    expect(await history("a")).not.toEqual(await history("b"));
  });

  it("can be broken, which both ends notice", async () => {
    const { nodes, left, right } = await talkers();
    nodes.network.reset(right.self, left.self);
    expect([left.peers(), right.peers()]).toEqual([[], []]);
  });
});

describe("a separation", () => {
  it("loses messages of topics, holds streams up, and leaves connections alone if it is short", async () => {
    const { nodes, left, right, heard } = await talkers();
    await left.request(right.self, ECHO, encode("first"));
    nodes.network.separate(() => true);
    await publishMany(left, 1);
    const asking = left.request(right.self, ECHO, encode("second"), { timeoutMs: 60_000 });
    await nodes.pass(29_000);
    expect(heard).toEqual([]);
    nodes.network.heal();
    await nodes.pass(0);
    expect([(await asking).ok, left.peers().length]).toEqual([true, 1]);
  });

  it("ends connections after thirty seconds, and nobody can be dialled until it is over", async () => {
    const { nodes, left, right } = await talkers();
    nodes.network.separate(() => true);
    await nodes.pass(30_000);
    expect([left.peers().length, right.peers().length]).toEqual([0, 0]);
    const dialling = left.connect(right.self, { timeoutMs: 1_000 });
    await nodes.pass(1_000);
    expect(await dialling).toEqual({ ok: false, code: "NETWORK_TIMEOUT" });
    nodes.network.heal();
    expect((await left.connect(right.self)).ok).toBe(true);
  });

  it("may be one-way", async () => {
    const { nodes, left, right, heard } = await talkers();
    const back: string[] = [];
    left.subscribe(NEWS, { validate: () => "accept", handle: ({ bytes }) => back.push(decode(bytes)) });
    nodes.network.separate((from) => from === left.self);
    await left.publish(NEWS, encode("there"));
    await right.publish(NEWS, encode("back"));
    await nodes.pass(0);
    expect([heard, back]).toEqual([[], ["back"]]);
  });

  it("may cut a network in any shape, which heals into one that all hear", async () => {
    const nodes = createMemoryNodes();
    const all = [];
    for (let at = 0; at < 10; at++) all.push(await nodes.node());
    const heard = all.map(() => [] as string[]);
    for (const [at, node] of all.entries()) {
      for (const next of all.slice(at + 1)) await node.connect(next.addresses()[0] ?? "");
      const handle = ({ bytes }: { readonly bytes: Uint8Array }) => heard[at]?.push(decode(bytes));
      node.subscribe(NEWS, { validate: () => "accept", handle });
    }
    const side = new Map(all.map(({ self }, at) => [self, at % 3]));
    nodes.network.separate((from, to) => side.get(from) !== side.get(to));
    await all[0]?.publish(NEWS, encode("a third"));
    await nodes.pass(0);
    expect(heard.map(({ length }) => length)).toEqual([0, 0, 0, 1, 0, 0, 1, 0, 0, 1]);
    nodes.network.heal();
    await all[0]?.publish(NEWS, encode("all"));
    await nodes.pass(0);
    expect(heard.filter((texts) => texts.includes("all"))).toHaveLength(9);
  });
});

describe("chance on a link", () => {
  it("stays within what it was given", () => {
    const rng = createSeededRng("chance");
    const faults = { ...NO_FAULTS, minDelayMs: 5, maxDelayMs: 9, loss: 1, resendMs: 10 };
    for (let times = 0; times < 100; times++) {
      expect(drawDelay(rng, faults)).toBeGreaterThanOrEqual(5);
      expect(drawDelay(rng, faults)).toBeLessThanOrEqual(9);
      expect(drawReliableDelay(rng, faults)).toBeGreaterThanOrEqual(505);
    }
    expect([happens(rng, 0), happens(rng, 1)]).toEqual([false, true]);
  });
});
