import { type Cid, cidOf, createMemoryStorage, MAX_BLOCK_BYTES } from "@icn-mesh/core";
import { collect } from "@icn-mesh/core/testing";
import { CID } from "multiformats/cid";
import { identity } from "multiformats/hashes/identity";
import { describe, expect, it } from "vitest";
import { createBlockstore } from "../../src/blockstore/create-blockstore.ts";
import { collectGarbage } from "../../src/retention/collect-garbage.ts";
import { commit, keptLinks, knot, leaf } from "../samples.ts";

const foreign = (cid: Cid) => CID.parse(cid);
const open = () => createMemoryStorage({ keptLinks });
const pair = (n: number) => ({ cid: foreign(leaf(n).cid), bytes: leaf(n).bytes });

async function read(blocks: ReturnType<typeof createBlockstore>, cid: CID): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of blocks.get(cid)) chunks.push(chunk);
  return Uint8Array.from(Buffer.concat(chunks));
}

async function all<Item>(items: AsyncIterable<Item> | Iterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe("a blockstore over a store", () => {
  it("gives back what was put: whole, in parts, one by one or many", async () => {
    const blocks = createBlockstore(open());
    const { cid, bytes } = pair(1);
    expect(await blocks.put(cid, bytes)).toBe(cid);
    await blocks.put(pair(2).cid, [pair(2).bytes.subarray(0, 2), pair(2).bytes.subarray(2)]);
    const many = Array.from({ length: 150 }, (_, n) => pair(n));
    expect(await all(blocks.putMany(many))).toEqual(many.map((each) => each.cid));
    expect(await read(blocks, pair(2).cid)).toEqual(leaf(2).bytes);
    const found = await all(blocks.getMany(many.map((each) => each.cid)));
    expect(found.map((each) => each.cid)).toEqual(many.map((each) => each.cid));
    for (const [n, each] of found.entries()) expect(await all(each.bytes)).toEqual([leaf(n).bytes]);
    const everything = await all(blocks.getAll());
    expect(everything.map((each) => each.cid.toString()).toSorted()).toEqual(
      many.map((each) => `${each.cid}`).toSorted(),
    );
    expect(await all(everything[0]!.bytes)).toHaveLength(1);
  });

  it("has what it has, and says that it has not by the name that IPFS libraries look for", async () => {
    const blocks = createBlockstore(open());
    expect(await blocks.has(pair(1).cid)).toBe(false);
    await expect(read(blocks, pair(1).cid)).rejects.toMatchObject({
      name: "NotFoundError",
      code: "DAG_BLOCK_MISSING",
    });
    const [lazy] = await all(blocks.getMany([pair(1).cid]));
    await expect(all(lazy!.bytes)).rejects.toMatchObject({ name: "NotFoundError" });
    await blocks.put(pair(1).cid, pair(1).bytes);
    expect(await blocks.has(pair(1).cid)).toBe(true);
  });

  it("takes no bytes that are not those of the CID, nor a block that this mesh does not admit", async () => {
    const storage = open();
    const blocks = createBlockstore(storage);
    const large = new Uint8Array(MAX_BLOCK_BYTES + 1);
    const floats = Uint8Array.of(0xfb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0);
    const inline = CID.createV1(0x55, identity.digest(leaf(1).bytes));
    await expect(blocks.put(pair(1).cid, leaf(2).bytes)).rejects.toMatchObject({
      code: "DAG_WRONG_BYTES",
      failure: { fault: "wrong-hash" },
    });
    await expect(blocks.put(foreign(cidOf(large, "raw")), [large])).rejects.toMatchObject({
      failure: { fault: "too-large" },
    });
    await expect(blocks.put(foreign(cidOf(floats)), floats)).rejects.toMatchObject({
      failure: { fault: "malformed" },
    });
    await expect(blocks.put(inline, leaf(1).bytes)).rejects.toMatchObject({ code: "DAG_FOREIGN_CID" });
    expect(await blocks.has(inline)).toBe(false);
    await expect(read(blocks, inline)).rejects.toMatchObject({ name: "NotFoundError" });
    await blocks.delete(inline);
    expect(await collect(storage.cids())).toEqual([]);
  });

  it("knows a block by its CIDv0 too", async () => {
    const blocks = createBlockstore(open());
    const v0 = CID.parse("QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n");
    await blocks.put(v0, new Uint8Array(0));
    expect(await blocks.has(v0.toV1())).toBe(true);
    expect(await read(blocks, v0)).toEqual(new Uint8Array(0));
  });

  it("keeps what was put until it is deleted, whatever is collected meanwhile", async () => {
    const storage = open();
    const blocks = createBlockstore(storage);
    await all(blocks.putMany([1, 2, 3].map(pair)));
    await blocks.put(pair(1).cid, pair(1).bytes);
    await collectGarbage(storage, { keptLinks });
    expect(await collect(storage.cids())).toHaveLength(3);
    await blocks.delete(pair(1).cid);
    expect(await all(blocks.deleteMany([2, 9].map((n) => pair(n).cid)))).toEqual(
      [2, 9].map((n) => pair(n).cid),
    );
    expect(await collect(storage.cids())).toEqual([leaf(3).cid]);
    expect(await collect(storage.refs(""))).toHaveLength(1);
  });

  it("does not delete what another ref keeps", async () => {
    const storage = open();
    const blocks = createBlockstore(storage);
    const root = knot(1, [leaf(1).cid]);
    await commit(storage, { blocks: [root, leaf(1)], refs: [{ name: "r", expect: null, to: root.cid }] });
    await blocks.put(pair(1).cid, pair(1).bytes);
    await all(blocks.deleteMany([pair(1).cid, foreign(root.cid)]));
    expect([await blocks.has(pair(1).cid), await storage.ref("r")]).toEqual([true, root.cid]);
  });

  it("without a prefix is a cache, which garbage collection empties", async () => {
    const storage = open();
    const blocks = createBlockstore(storage, { prefix: null });
    await blocks.put(pair(1).cid, pair(1).bytes);
    await blocks.put(pair(2).cid, pair(2).bytes);
    expect(await collect(storage.refs(""))).toEqual([]);
    await blocks.delete(pair(1).cid);
    expect(await collect(storage.cids())).toEqual([leaf(2).cid]);
    await collectGarbage(storage, { keptLinks });
    expect(await blocks.has(pair(2).cid)).toBe(false);
  });

  it("does nothing for a caller who is gone", async () => {
    const storage = open();
    const blocks = createBlockstore(storage);
    await blocks.put(pair(1).cid, pair(1).bytes);
    const options = { signal: AbortSignal.abort(new Error("gone")) };
    const { cid, bytes } = pair(1);
    await expect(blocks.put(pair(2).cid, pair(2).bytes, options)).rejects.toThrow("gone");
    await expect(blocks.has(cid, options)).rejects.toThrow("gone");
    await expect(all(blocks.get(cid, options))).rejects.toThrow("gone");
    await expect(all(blocks.putMany([{ cid, bytes }], options))).rejects.toThrow("gone");
    await expect(all((await all(blocks.getMany([cid], options)))[0]!.bytes)).rejects.toThrow("gone");
    await expect(all(blocks.getAll(options))).rejects.toThrow("gone");
    await expect(blocks.delete(cid, options)).rejects.toThrow("gone");
    await expect(all(blocks.deleteMany([cid], options))).rejects.toThrow("gone");
    expect(await collect(storage.cids())).toEqual([leaf(1).cid]);
  });
});
