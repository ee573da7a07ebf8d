import { existsSync } from "node:fs";
import { CID } from "multiformats/cid";
import type { BlockPair } from "./block-pairs.ts";

const FOLDER = new URL("../../../../interop/helia/", import.meta.url);

/** What we use of a helia node; its package is outside this workspace. */
interface HeliaNode {
  readonly blockstore: {
    put(cid: CID, bytes: Uint8Array): Promise<unknown>;
    get(cid: CID): AsyncIterable<Uint8Array>;
  };
  readonly libp2p: { dial(addresses: unknown): Promise<unknown>; getMultiaddrs(): unknown };
  stop(): Promise<unknown>;
}

/** Two helia nodes that exchange blocks by Bitswap, where interop/helia is installed. */
export async function loadHeliaPair(): Promise<BlockPair | undefined> {
  if (!existsSync(new URL("node_modules/@helia/bitswap/package.json", FOLDER))) return undefined;
  const module: { readonly startHelia: () => Promise<HeliaNode> } = await import(
    new URL("test/helia-nodes.ts", FOLDER).href
  );
  const [giving, taking] = [await module.startHelia(), await module.startHelia()];
  await taking.libp2p.dial(giving.libp2p.getMultiaddrs());
  return {
    async move(blocks) {
      const cids = [...blocks.keys()].map((cid) => CID.parse(cid));
      for (const [index, bytes] of [...blocks.values()].entries()) {
        await giving.blockstore.put(cids[index] as CID, bytes);
      }
      await Promise.all(cids.map((cid) => drain(taking.blockstore.get(cid))));
    },
    async stop() {
      await Promise.all([giving.stop(), taking.stop()]);
    },
  };
}

async function drain(chunks: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of chunks);
}
