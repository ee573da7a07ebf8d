import { CID } from "multiformats/cid";
import { afterEach, describe, expect, it } from "vitest";
import { type Cid, cidOf, createMemoryMetrics, didFromPeerId } from "../../../packages/core/src/index.ts";
import { systemClock, systemRng } from "../../../packages/core/src/node/index.ts";
import { createRecordingLogger } from "../../../packages/core/src/testing/index.ts";
import { createBlockExchange, type ServeBlock } from "../../../packages/network/src/index.ts";
import { createLibp2pNetwork } from "../../../packages/network/src/libp2p/index.ts";
import { startHelia } from "./helia-nodes.ts";

const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

/** A node of ours that serves IPFS peers too. */
async function startOurs(serve: ServeBlock) {
  const logger = createRecordingLogger();
  const network = createLibp2pNetwork(
    { clock: systemClock, rng: systemRng, logger, metrics: createMemoryMetrics() },
    {
      network: "interop",
      secretKey: systemRng.bytes(32),
      listen: ["/ip4/127.0.0.1/tcp/0"],
      allowPrivateAddresses: true,
    },
  );
  const exchange = createBlockExchange({ network, clock: systemClock, logger, serve }, { bitswap: true });
  await network.start();
  await exchange.start();
  stops.push(network.stop, exchange.stop);
  return { network, exchange };
}

async function startTheirs() {
  const helia = await startHelia();
  stops.push(() => helia.stop());
  return helia;
}

type Helia = Awaited<ReturnType<typeof startTheirs>>;
type Ours = Awaited<ReturnType<typeof startOurs>>;

async function connect(ours: Ours, helia: Helia): Promise<void> {
  const [address] = helia.libp2p.getMultiaddrs();
  expect(await ours.network.connect(String(address))).toMatchObject({ ok: true });
}

async function get(helia: Helia, cid: Cid, signal?: AbortSignal): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of helia.blockstore.get(CID.parse(cid), signal ? { signal } : {}))
    chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Blocks of several sizes, up to the largest, by their CIDs. */
function blocksOf(sizes: readonly number[]): Map<Cid, Uint8Array> {
  return new Map(
    sizes.map((size, at) => {
      const bytes = new Uint8Array(size).fill(at + 1);
      return [cidOf(bytes, "raw"), bytes] as const;
    }),
  );
}

describe("helia", () => {
  it("fetches blocks of every size from a node of ours", async () => {
    const blocks = blocksOf([1, 300, 1024, 256 * 1024, 2 * 1024 * 1024, 2 * 1024 * 1024 - 1]);
    const ours = await startOurs((cid) => blocks.get(cid));
    const helia = await startTheirs();
    await connect(ours, helia);
    const got = await Promise.all([...blocks.keys()].map((cid) => get(helia, cid)));
    expect(got.map((bytes, at) => bytes.equals([...blocks.values()][at] ?? Buffer.of()))).not.toContain(
      false,
    );
    expect(ours.exchange.stats().blocksSent).toBeGreaterThanOrEqual(blocks.size);
  });

  it("gets what the node gives to this peer, and nothing else", async () => {
    const blocks = blocksOf([100, 200]);
    const [open, closed] = [...blocks.keys()] as [Cid, Cid];
    const friend = await startTheirs();
    const friendDid = didFromPeerId(friend.libp2p.peerId.toString());
    const ours = await startOurs((cid, peer) =>
      cid === open || peer === friendDid ? blocks.get(cid) : undefined,
    );
    const stranger = await startTheirs();
    for (const helia of [friend, stranger]) await connect(ours, helia);
    expect(await get(friend, closed)).toHaveLength(200);
    expect(await get(stranger, open)).toHaveLength(100);
    const refused = new AbortController();
    const waiting = get(stranger, closed, refused.signal);
    await expect.poll(() => ours.exchange.stats().refused, { timeout: 10_000 }).toBeGreaterThan(0);
    refused.abort();
    await expect(waiting).rejects.toThrow();
  });

  it("may connect at any time: what it wants already is sent when it comes", async () => {
    const blocks = blocksOf([5000]);
    const ours = await startOurs((cid) => blocks.get(cid));
    const helia = await startTheirs();
    const [cid] = [...blocks.keys()] as [Cid];
    const wanting = get(helia, cid);
    wanting.catch(() => undefined);
    await connect(ours, helia);
    expect(await wanting).toHaveLength(5000);
  });
});
