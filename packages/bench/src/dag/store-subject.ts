import { closeSync, fdatasync, openSync, readSync, writeSync, writev } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { type Cid, cidOf, cidToBytes } from "@icn-mesh/core";
import { openStorage } from "@icn-mesh/dag";

/** A store to measure. Groups are made by whoever makes them in use: our stores do it themselves. */
export interface StoreSubject {
  readonly name: string;
  /** Resolves when the block is as durable as the store makes it. */
  put(bytes: Uint8Array): Promise<unknown>;
  /** The block with this CID, which was put before. */
  get(cid: Cid): Promise<unknown> | unknown;
  close(): Promise<void> | void;
}

const sync = promisify(fdatasync);

/** One of our stores, by the scheme of its URL. */
export async function openOurs(directory: string, scheme: "file" | "sqlite"): Promise<StoreSubject> {
  const url = pathToFileURL(join(directory, scheme)).href.replace("file:", `${scheme}:`);
  const storage = await openStorage(url);
  return {
    name: `ours: ${scheme}`,
    put: (bytes) => storage.commit({ blocks: [{ codec: "raw", bytes }] }),
    get: (cid) => storage.get(cid),
    close: () => storage.close(),
  };
}

/** A store that knows by heart where its blocks stand. */
export interface FloorStore extends StoreSubject {
  /** Writes a block, not durably, and notes its place. */
  place(bytes: Uint8Array): Cid;
}

/** The floor: bytes appended to a file and synced, all that wait at once, and read from where they stand. */
export function openFloor(directory: string): FloorStore {
  const fd = openSync(join(directory, "floor"), "w+");
  const places = new Map<Cid, { readonly at: number; readonly length: number }>();
  let end = 0;
  const put = grouped(async (group) => {
    await new Promise<void>((resolve, reject) => {
      writev(fd, group, (error) => (error === null ? resolve() : reject(error)));
    });
    await sync(fd);
  });
  return {
    name: "append to a file, one fdatasync for all",
    put,
    place(bytes) {
      const cid = cidOf(bytes, "raw");
      places.set(cid, { at: end, length: bytes.length });
      writeSync(fd, bytes, 0, bytes.length, end);
      end += bytes.length;
      return cid;
    },
    get(cid) {
      const { at, length } = places.get(cid) ?? { at: 0, length: 0 };
      const bytes = new Uint8Array(length);
      readSync(fd, bytes, 0, length, at);
      return bytes;
    },
    close: () => closeSync(fd),
  };
}

/** What one writes first: a table by CID, and a transaction for each block. */
export function openNaive(directory: string): StoreSubject {
  const database = new DatabaseSync(join(directory, "naive"));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
  database.exec("CREATE TABLE blocks (cid BLOB PRIMARY KEY, bytes BLOB) WITHOUT ROWID");
  const insert = database.prepare("INSERT OR IGNORE INTO blocks VALUES (?, ?)");
  const select = database.prepare("SELECT bytes FROM blocks WHERE cid = ?");
  return {
    name: "node:sqlite, a transaction each",
    put: async (bytes) => insert.run(cidToBytes(cidOf(bytes, "raw")), bytes),
    get: (cid) => select.get(cidToBytes(cid))?.["bytes"],
    close: () => database.close(),
  };
}

interface PeerStore {
  readonly name: string;
  put(blocks: readonly { readonly cid: string; readonly bytes: Uint8Array }[]): Promise<void>;
  get(cid: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The stores of others, with a group commit before them; none where `interop/stores` is not installed. */
export async function openPeers(directory: string): Promise<readonly StoreSubject[]> {
  const module = new URL("../../../../interop/stores/src/peer-stores.ts", import.meta.url).href;
  const peers: { openPeerStores(path: string): Promise<readonly PeerStore[]> } | undefined = await import(
    module
  ).catch(() => undefined);
  if (peers === undefined) console.log("skipped: stores of others: run pnpm install in interop/stores");
  const stores = (await peers?.openPeerStores(directory)) ?? [];
  return stores.map(({ name, put, get, close }) => ({
    name,
    get,
    close,
    put: grouped((group) => put(group.map((bytes) => ({ cid: cidOf(bytes, "raw"), bytes })))),
  }));
}

/** Puts together all that wait when the last group is done. */
function grouped(write: (group: readonly Uint8Array[]) => Promise<void>) {
  let waiting: { readonly bytes: Uint8Array; readonly done: () => void }[] = [];
  let running = false;

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await write(group.map(({ bytes }) => bytes));
      for (const { done } of group) done();
      await new Promise(setImmediate); // those who were told put again
    }
    running = false;
  }

  return (bytes: Uint8Array): Promise<void> =>
    new Promise((done) => {
      waiting.push({ bytes, done });
      if (running) return;
      running = true;
      setImmediate(() => void run());
    });
}
