import {
  type Cid,
  cidOf,
  createMemoryStorage,
  type Entry,
  entryRecord,
  type Storage,
  signedRecords,
} from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import {
  type Chain,
  createKeptLinks,
  exportCar,
  foldChain,
  importCar,
  newestFirst,
  putFile,
  readFile,
  scrub,
  walk,
} from "@icn-mesh/dag";
import { type BenchRow, sideBySide } from "../side-by-side.ts";
import { LINKS, storeHistory } from "./sample-history.ts";

const MIB = 1024 * 1024;
const FILE_BYTES = 16 * MIB;

const keptLinks = createKeptLinks(signedRecords);
const entries: Chain<Entry> = { codec: entryRecord.codec, prevOf: ({ prev }) => prev };
const clock = systemClock;

/** Histories, files and CARs over a store in memory, each beside the least that the store and the hash would take. */
export async function graphSuite(): Promise<readonly BenchRow[]> {
  const storage = createMemoryStorage({ keptLinks });
  const cids = await storeHistory(storage);
  return [...(await histories(storage, cids)), ...(await cars(storage, cids)), ...(await files(storage))];
}

async function histories(storage: Storage, cids: readonly Cid[]): Promise<readonly BenchRow[]> {
  const head = cids.at(-1) as Cid;
  const range = { head };
  return sideBySide({
    operation: `go through a history of ${LINKS} records`,
    contenders: [
      {
        name: "get and decode each",
        run: () => readEach(storage, cids, (bytes) => entryRecord.codec.parse(bytes)),
      },
      { name: "ours: walk", run: () => drain(walk(storage, [head], { keptLinks })) },
      { name: "ours: newest first", run: () => drain(newestFirst(storage, entries, range)) },
      {
        name: "ours: fold, oldest first",
        run: () => foldChain({ storage, chain: entries, range, initial: 0 }, (count) => count + 1),
      },
    ],
  });
}

async function cars(storage: Storage, cids: readonly Cid[]): Promise<readonly BenchRow[]> {
  const head = cids.at(-1) as Cid;
  const car: Uint8Array[] = [];
  for await (const bytes of exportCar(storage, [head], { keptLinks })) car.push(bytes);
  return sideBySide({
    operation: `check or copy a history of ${LINKS} records`,
    contenders: [
      { name: "get and hash each", run: () => readEach(storage, cids, (bytes) => cidOf(bytes)) },
      { name: "ours: scrub", run: () => scrub(storage) },
      { name: "ours: export a CAR", run: () => drain(exportCar(storage, [head], { keptLinks })) },
      { name: "ours: import a CAR", run: () => importCar({ storage: createMemoryStorage(), clock }, car) },
    ],
  });
}

async function files(storage: Storage): Promise<readonly BenchRow[]> {
  const content = new Uint8Array(FILE_BYTES).map((_, at) => (at * 2_654_435_761) >>> 13);
  const file = await putFile({ storage, clock }, [content]);
  if (!file.ok) throw new Error("nobody else writes here");
  return sideBySide({
    operation: `a file of ${FILE_BYTES / MIB} MiB`,
    contenders: [
      { name: "hash its chunks", run: () => hashChunks(content) },
      { name: "ours: put", run: () => putFile({ storage: createMemoryStorage(), clock }, [content]) },
      { name: "ours: read", run: () => drain(readFile(storage, file.cid)) },
    ],
  });
}

async function readEach(
  storage: Storage,
  cids: readonly Cid[],
  use: (bytes: Uint8Array) => unknown,
): Promise<void> {
  for (const cid of cids) use((await storage.get(cid)) as Uint8Array);
}

function hashChunks(content: Uint8Array): void {
  for (let at = 0; at < content.length; at += MIB) cidOf(content.subarray(at, at + MIB), "raw");
}

async function drain(items: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of items);
}
