import { Buffer } from "node:buffer";
import { join } from "node:path";
import { FsBlockstore } from "blockstore-fs";
import { ClassicLevel } from "classic-level";
import { CID } from "multiformats/cid";

/** A store that blocks are put into in groups, and got from by the text of their CIDs. */
export interface PeerStore {
  readonly name: string;
  /** Resolves when the blocks are as durable as the store makes them. */
  put(blocks: readonly { readonly cid: string; readonly bytes: Uint8Array }[]): Promise<void>;
  get(cid: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The stores of others, each in a directory of its own. */
export async function openPeerStores(directory: string): Promise<readonly PeerStore[]> {
  return [await openLevel(join(directory, "level")), await openBlockstore(join(directory, "blockstore"))];
}

async function openLevel(path: string): Promise<PeerStore> {
  const level = new ClassicLevel<Uint8Array, Uint8Array>(path, {
    keyEncoding: "view",
    valueEncoding: "view",
  });
  await level.open();
  return {
    name: "classic-level, a synced batch",
    put: (blocks) =>
      level.batch(
        blocks.map(({ cid, bytes }) => ({ type: "put", key: Buffer.from(cid, "latin1"), value: bytes })),
        { sync: true },
      ),
    get: async (cid) => level.getSync(Buffer.from(cid, "latin1")) as Uint8Array,
    close: () => level.close(),
  };
}

async function openBlockstore(path: string): Promise<PeerStore> {
  const store = new FsBlockstore(path);
  await store.open();
  return {
    name: "blockstore-fs, which does not sync",
    async put(blocks) {
      await Promise.all(blocks.map(({ cid, bytes }) => store.put(CID.parse(cid), bytes)));
    },
    async get(cid) {
      const parts: Uint8Array[] = [];
      for await (const part of store.get(CID.parse(cid))) parts.push(part);
      return Buffer.concat(parts);
    },
    close: () => store.close(),
  };
}
