import { type Cid, createMemoryMetrics } from "../../../packages/core/src/index.ts";
import { createRecordingLogger } from "../../../packages/core/src/testing/index.ts";
import { createBlockExchange } from "../../../packages/network/src/index.ts";
import { createLibp2pNetwork } from "../../../packages/network/src/libp2p/index.ts";
import { browserClock } from "./browser-clock.ts";
import { browserRng } from "./browser-rng.ts";

/** What the test tells the page. */
export interface PageTask {
  readonly address: string;
  readonly topic: string;
  readonly protocol: string;
  readonly cid: string;
}

/** What came of it. */
export interface PageReport {
  readonly self: string;
  readonly connected: unknown;
  readonly answer: string;
  readonly heard: string;
  readonly publishedTo: unknown;
  readonly block: string;
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** A node in this page, which connects, subscribes, publishes, asks, and fetches a block. */
async function runTask({ address, topic, protocol, cid }: PageTask): Promise<PageReport> {
  const logger = createRecordingLogger();
  const network = createLibp2pNetwork(
    { clock: browserClock, rng: browserRng, logger, metrics: createMemoryMetrics() },
    {
      network: "interop",
      secretKey: browserRng.bytes(32),
      transports: ["websocket"],
      topics: [{ topic }],
      allowPrivateAddresses: true,
    },
  );
  const exchange = createBlockExchange({ network, clock: browserClock, logger, serve: () => undefined });
  await network.start();
  await exchange.start();
  const heard = new Promise<string>((resolve) => {
    network.subscribe(topic, { validate: () => "accept", handle: ({ bytes }) => resolve(text(bytes)) });
  });
  const connected = await network.connect(address);
  if (!connected.ok) throw new Error(connected.code);
  await network.ready(topic, 1);
  const publishedTo = await network.publish(topic, new TextEncoder().encode(`from ${network.self}`));
  const answer = await network.request(connected.peer, { name: protocol }, new TextEncoder().encode("abc"));
  const block = await exchange.fetch(cid as Cid, { providers: [connected.peer] });
  const report = {
    self: network.self,
    connected,
    answer: answer.ok ? text(answer.bytes) : answer.code,
    heard: await heard,
    publishedTo,
    block: block.ok ? text(block.bytes) : block.code,
  };
  await exchange.stop();
  await network.stop();
  return report;
}

Object.assign(globalThis, { runTask });
