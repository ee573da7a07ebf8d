import { argv, memoryUsage, resourceUsage, stdin } from "node:process";
import { createInterface } from "node:readline";
import { createMemoryMetrics, createMemoryStorage, type Did } from "@icn-mesh/core";
import { systemClock as clock, createNodeLogger, systemRng as rng } from "@icn-mesh/core/node";
import { createDiscovery } from "../../src/discovery/discovery.ts";
import { nodeTable } from "../../src/discovery/node-table.ts";
import { nodeTopic } from "../../src/discovery/node-topic.ts";
import { createLibp2pNetwork } from "../../src/libp2p/index.ts";
import { createRateLimit } from "../../src/topics/rate-limit.ts";
import { executor, net, signerOf, verifier } from "../discovery/node-samples.ts";
import { ECHO, GOOD, HONEST, type HonestSetting, LATER, newsOf } from "./honest-words.ts";
import { openKeptStorage } from "./kept-storage.ts";

// An honest node, told what to be by its argument and what to do by lines of JSON on its standard input.

const setting: HonestSetting = JSON.parse(argv[2] ?? "");
const { key, listen = "/ip4/127.0.0.1/tcp/0", bootstrap = [], network: id = net } = setting;
const news = newsOf(id);
const logger = createNodeLogger("network", { levels: "error" });
const network = createLibp2pNetwork(
  { clock, rng, logger, metrics: createMemoryMetrics() },
  {
    network: id,
    secretKey: new Uint8Array(32).fill(key),
    listen: [listen],
    topics: [{ topic: news }, nodeTopic(id)],
    tables: [nodeTable(id, verifier)],
    bootstrap,
    allowPrivateAddresses: true,
  },
);
const signer = signerOf(key);
const storage = setting.memory === undefined ? createMemoryStorage() : await openKeptStorage(setting.memory);
const discovery = createDiscovery(
  { network, table: network.table, clock, rng, logger, signer, verifier, storage },
  { net: id, description: executor },
);

/** How long each honest message took, in milliseconds, by its author and number. */
const delays = new Map<string, number>();
const seen = { others: 0, later: 0 };
const lowest = new Map<Did, number>();
const dropped = new Set<Did>();
/** Called whenever something happened. */
const waiting = new Set<() => void>();

/** As the nodes of a mesh have it: what strangers may say is good, but not without end. */
const allowance = createRateLimit({ clock, perSecond: 20, burst: 100 });

network.subscribe(news, {
  validate({ bytes, from }) {
    if (bytes[0] === HONEST) return "accept";
    if (bytes[0] === LATER) {
      seen.later += 1;
      wake();
      return "ignore";
    }
    if (bytes[0] !== GOOD) return "reject";
    return allowance.take(from) ? "accept" : "ignore";
  },
  handle({ bytes }) {
    if (bytes[0] === HONEST) {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      delays.set(nameOf(view.getUint8(1), view.getUint32(2)), Date.now() - view.getFloat64(6));
    } else seen.others += 1;
    wake();
  },
});
network.handle(ECHO, ({ bytes }) => bytes);
network.events.on("disconnected", ({ peer }) => dropped.add(peer));
for (const event of ["connected", "disconnected"] as const) network.events.on(event, wake);
discovery.events.on("node", wake);

function nameOf(author: number, number: number): string {
  return `${author} ${number}`;
}

function wake(): void {
  for (const look of waiting) look();
}

function until(isTrue: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isTrue()) return;
      waiting.delete(look);
      resolve();
    };
    waiting.add(look);
    look();
  });
}

let published = 0;

async function publish(count: number, everyMs: number): Promise<void> {
  for (let sent = 0; sent < count; sent++) {
    const bytes = new Uint8Array(300);
    const view = new DataView(bytes.buffer);
    view.setUint8(0, HONEST);
    view.setUint8(1, key);
    view.setUint32(2, published++);
    view.setFloat64(6, Date.now());
    await network.publish(news, bytes);
    await clock.after(everyMs);
  }
}

function scores(): Record<string, number> {
  for (const { did, score } of network.peers()) {
    lowest.set(did, Math.min(score, lowest.get(did) ?? Number.POSITIVE_INFINITY));
  }
  return Object.fromEntries(lowest);
}

function isConnected(peer: Did): boolean {
  return network.peers().some(({ did }) => did === peer);
}

const ORDERS = {
  async publish({ count, everyMs = 0 }: { count: number; everyMs?: number }) {
    await publish(count, everyMs);
    return { published };
  },
  /** Resolves when it has heard the message of that author and number. */
  async hear({ author, number }: { author: number; number: number }) {
    await until(() => delays.has(nameOf(author, number)));
    return { ms: delays.get(nameOf(author, number)) };
  },
  async hearLater({ count }: { count: number }) {
    await until(() => seen.later >= count);
    return {};
  },
  async ready({ peers }: { peers: number }) {
    await network.ready(news, peers);
    return {};
  },
  async request({ peer, bytes, timeoutMs = 10_000 }: { peer: Did; bytes: number; timeoutMs?: number }) {
    const result = await network.request(peer, ECHO, new Uint8Array(bytes).fill(7), { timeoutMs });
    return {
      ok: result.ok,
      code: result.ok ? null : result.code,
      bytes: result.ok ? result.bytes.length : 0,
    };
  },
  async connect({ to }: { to: string }) {
    return network.connect(to, { keep: true });
  },
  async connected({ peer }: { peer: Did }) {
    await until(() => isConnected(peer));
    return {};
  },
  async disconnected({ peer }: { peer: Did }) {
    await until(() => !isConnected(peer));
    return {};
  },
  /** Resolves when it knows where so many others are, which it is told or asks for. */
  async find({ enough }: { enough: number }) {
    await discovery.search({}, { enough });
    await until(() => others().length >= enough);
    return { found: others() };
  },
  async wait({ ms }: { ms: number }) {
    await clock.after(ms);
    return {};
  },
  async report() {
    return {
      delays: Object.fromEntries(delays),
      ...seen,
      rssMiB: Math.round(memoryUsage.rss() / 2 ** 20),
      peakMiB: Math.round(resourceUsage().maxRSS / 1024),
      peers: network.peers().map(({ did }) => did),
      lowest: scores(),
      dropped: [...dropped],
    };
  },
} as const;

function others(): readonly Did[] {
  return discovery.find().flatMap(({ peer }) => (peer === network.self ? [] : [peer]));
}

/** A score may fall and the peer be gone before anybody asks for a report. */
async function watchScores(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    scores();
    await clock.after(50, { signal }).catch(() => undefined);
  }
}

const over = new AbortController();
await network.start();
if (setting.discovers === true) await discovery.start();
const watching = watchScores(over.signal);
say({ did: network.self, address: network.addresses()[0] });
for await (const line of createInterface({ input: stdin })) {
  const { order, ...terms } = JSON.parse(line);
  void answer(order, terms);
}
over.abort();
await watching;
if (setting.discovers === true) await discovery.stop();
await network.stop();

async function answer(order: keyof typeof ORDERS, terms: object): Promise<void> {
  const perform = ORDERS[order] as (terms: object) => Promise<object>;
  say(await perform(terms).catch((error: unknown) => ({ failed: String(error) })));
}

function say(words: object): void {
  console.log(JSON.stringify(words));
}
