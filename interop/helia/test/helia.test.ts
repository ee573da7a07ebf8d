import { car } from "@helia/car";
import { unixfs } from "@helia/unixfs";
import { CarReader } from "@ipld/car";
import { CID } from "multiformats/cid";
import { afterEach, describe, expect, it } from "vitest";
import {
  type Cid,
  cidOf,
  createMemoryStorage,
  type Entry,
  entryRecord,
  jobIdSchema,
  networkIdSchema,
  signedRecords,
} from "../../../packages/core/src/index.ts";
import { createHandClock, sampleDid } from "../../../packages/core/src/testing/index.ts";
import {
  createBlockstore,
  createKeptLinks,
  exportCar,
  importCar,
  putFile,
  putValue,
  readFile,
  scrub,
} from "../../../packages/dag/src/index.ts";
import { type HeliaNode, startHelia } from "./helia-nodes.ts";

const keptLinks = createKeptLinks(signedRecords);
const clock = createHandClock();
const content = Uint8Array.from({ length: 3 * 1024 * 1024 + 5 }, (_, at) => (at * 2_654_435_761) >>> 13);
const running: HeliaNode[] = [];

async function start(...args: Parameters<typeof startHelia>): Promise<HeliaNode> {
  const node = await startHelia(...args);
  running.push(node);
  return node;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((node) => node.stop()));
});

describe("over a CAR", () => {
  it("helia reads a file that was put here", async () => {
    const storage = open();
    const cid = await put(storage, content);
    const node = await start();
    await car(node).import(await CarReader.fromIterable(exportCar(storage, [cid], { keptLinks })));
    expect(await joined(unixfs(node).cat(CID.parse(cid), { offline: true }))).toEqual(Buffer.from(content));
  });

  it("a file that helia added is read here", async () => {
    const node = await start();
    const cid = await unixfs(node).addBytes(content);
    const storage = open();
    const imported = await importCar({ storage, clock }, car(node).export(cid));
    expect(imported).toMatchObject({ ok: true, roots: [cid.toString()] });
    expect(await joined(readFile(storage, cid.toString() as Cid))).toEqual(Buffer.from(content));
    expect((await scrub(storage)).findings).toEqual([]);
  });
});

describe("over bitswap", () => {
  it("helia fetches a file and a record from a node over our store", async () => {
    const storage = open();
    const cid = await put(storage, content);
    const record = await putEntry(storage);
    const ours = await start(createBlockstore(storage));
    const theirs = await start();
    await theirs.libp2p.dial(ours.libp2p.getMultiaddrs());
    expect(await joined(unixfs(theirs).cat(CID.parse(cid)))).toEqual(Buffer.from(content));
    const bytes = await joined(theirs.blockstore.get(CID.parse(record)));
    expect(entryRecord.codec.decode(bytes)).toMatchObject({ ok: true, value: { seq: 0 } });
  });

  it("a node over our store fetches a file from helia, and our store has it then", async () => {
    const storage = open();
    const ours = await start(createBlockstore(storage));
    const theirs = await start();
    const cid = await unixfs(theirs).addBytes(content);
    await ours.libp2p.dial(theirs.libp2p.getMultiaddrs());
    expect(await joined(unixfs(ours).cat(cid))).toEqual(Buffer.from(content));
    await ours.stop();
    expect(await joined(readFile(storage, cid.toString() as Cid))).toEqual(Buffer.from(content));
    expect((await scrub(storage)).findings).toEqual([]);
  });
});

function open() {
  return createMemoryStorage({ keptLinks });
}

async function put(storage: ReturnType<typeof open>, bytes: Uint8Array): Promise<Cid> {
  const file = await putFile({ storage, clock }, [bytes]);
  if (!file.ok) throw new Error("the file lost a race");
  return file.cid;
}

async function putEntry(storage: ReturnType<typeof open>): Promise<Cid> {
  const any = cidOf(Uint8Array.of(0xa0));
  const value: Entry = {
    t: "icn/entry/1",
    net: networkIdSchema.parse(any),
    by: sampleDid(1),
    via: null,
    job: jobIdSchema.parse(any),
    seq: 0,
    prev: null,
    happened: { type: "opened", round: 0, at: 0 },
  };
  const stored = await putValue(storage, { codec: entryRecord.codec, value });
  if (!stored.ok) throw new Error("the entry lost a race");
  return stored.cid;
}

async function joined(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
