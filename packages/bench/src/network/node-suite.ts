import { performance } from "node:perf_hooks";
import type { NetworkNode } from "@icn-mesh/network";
import { type BenchRow, median } from "../side-by-side.ts";
import { createArrivals } from "./arrivals.ts";
import { startGossipingNode } from "./bare-node.ts";
import { connectOurs, startOurNode, TOPIC } from "./our-node.ts";
import { signedMessages } from "./signed-messages.ts";

const ROUNDS = 7;
const NODES = 100;
/** Each of the hundred dials so many of those before it. */
const DIALS = 3;
const MESSAGES = 50;

/** What a node costs: to start it, in memory, with its connections, and with a hundred of them in one process. */
export async function nodeSuite(): Promise<readonly BenchRow[]> {
  return [...(await startRows()), ...(await crowdRows())];
}

/** From nothing to a message that would reach somebody. */
async function startRows(): Promise<readonly BenchRow[]> {
  const rounds: [bare: number, ours: number][] = [];
  // The first round compiles and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const times: [number, number] = [await micros(startBarePair), await micros(startOurPair)];
    if (round > 0) rounds.push(times);
  }
  const row = (name: string, index: 0 | 1): BenchRow => ({
    operation: "start two nodes, connect them, and be heard",
    name,
    micros: median(rounds.map((times) => times[index])),
    ratio: median(rounds.map((times) => times[index] / times[0])),
    wanted: undefined,
  });
  return [row("bare libp2p and gossipsub", 0), row("ours", 1)];
}

type Stop = () => Promise<unknown>;

async function micros(start: () => Promise<Stop>): Promise<number> {
  const before = performance.now();
  const stop = await start();
  const took = (performance.now() - before) * 1000;
  await stop();
  return took;
}

async function startBarePair(): Promise<Stop> {
  const nodes = [await startGossipingNode("StrictNoSign"), await startGossipingNode("StrictNoSign")] as const;
  const [one, other] = nodes;
  for (const { services } of nodes) services.gossip.subscribe(TOPIC);
  await one.dial(other.getMultiaddrs());
  while (one.services.gossip.getSubscribers(TOPIC).length === 0) await nextTurn();
  return () => Promise.all(nodes.map((node) => node.stop()));
}

async function startOurPair(): Promise<Stop> {
  const nodes = [await startOurNode(), await startOurNode()] as const;
  const [one, other] = nodes;
  for (const node of nodes) listen(node, () => undefined);
  await connectOurs(one, other);
  await one.ready(TOPIC, 1);
  return () => Promise.all(nodes.map((node) => node.stop()));
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function listen(node: NetworkNode, onMessage: () => void): void {
  node.subscribe(TOPIC, { queue: 10_000, validate: () => "accept", handle: onMessage });
}

/** Many nodes in this process: memory of each and of their connections, and a message that reaches all. */
async function crowdRows(): Promise<readonly BenchRow[]> {
  const empty = memory();
  const nodes: NetworkNode[] = [];
  const arrivals = createArrivals();
  for (let index = 0; index < NODES; index++) {
    const node = await startOurNode();
    listen(node, () => arrivals.add(1));
    nodes.push(node);
  }
  const started = memory();
  const connections = await connectAll(nodes);
  for (const node of nodes) await node.ready(TOPIC, 1);
  await new Promise((resolve) => setTimeout(resolve, 3_000)); // for the meshes, and what identify leaves behind
  const connected = memory();
  const times: number[] = [];
  for (const [index, message] of (await signedMessages(MESSAGES)).entries()) {
    const arrived = arrivals.next(NODES - 1);
    const before = performance.now();
    await nodes[index % NODES]?.publish(TOPIC, message);
    await arrived;
    times.push((performance.now() - before) * 1000);
  }
  for (const node of nodes) await node.stop();
  return [
    ...memoryRows("a node", { from: empty, to: started, count: NODES }),
    ...memoryRows("a connection, both its ends", { from: started, to: connected, count: connections }),
    {
      operation: `a message reaches all of ${NODES} nodes in one process`,
      name: `ours, ${connections} connections`,
      micros: median(times),
      ratio: 1,
      wanted: undefined,
    },
  ];
}

/** Each dials the one before it, and others that are spread over those before it. */
async function connectAll(nodes: readonly NetworkNode[]): Promise<number> {
  const pairs = new Set<string>();
  for (const [index, node] of nodes.entries()) {
    for (let dial = 0; dial < DIALS && index > 0; dial++) {
      const target = dial === 0 ? index - 1 : (index * (dial * 37 + 1)) % index;
      const pair = `${index} ${target}`;
      if (pairs.has(pair)) continue;
      pairs.add(pair);
      await connectOurs(node, nodes[target] as NetworkNode);
    }
  }
  return pairs.size;
}

interface Memory {
  readonly heap: number;
  readonly resident: number;
}

function memory(): Memory {
  for (let times = 0; times < 3; times++) globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, resident: rss };
}

interface Growth {
  readonly from: Memory;
  readonly to: Memory;
  readonly count: number;
}

function memoryRows(what: string, { from, to, count }: Growth): readonly BenchRow[] {
  const row = (name: string, key: keyof Memory): BenchRow => ({
    operation: `memory of ${what}`,
    name,
    micros: (to[key] - from[key]) / count / 1024,
    unit: "KiB",
    ratio: (to[key] - from[key]) / (to.heap - from.heap),
    wanted: undefined,
  });
  return [row("heap and buffers", "heap"), row("resident", "resident")];
}
