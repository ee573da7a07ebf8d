import { type Cid, cidOf } from "@icn-mesh/core";
import { collect } from "@icn-mesh/core/testing";
import { CarReader } from "@ipld/car";
import fc from "fast-check";
import { CID } from "multiformats/cid";
import { describe, expect, it } from "vitest";
import { importCar } from "../../src/car/import-car.ts";
import { walk } from "../../src/graph/walk.ts";
import { collectGarbage } from "../../src/retention/collect-garbage.ts";
import { commit, keptLinks, knot, leaf, storeSteps } from "../samples.ts";
import { asForeign, chunksOf, clock, exported, foreignCar, imported, open } from "./cars.ts";

describe("an exported CAR", () => {
  it("is read by the library of IPFS: the roots, and what they reach over kept links", async () => {
    const storage = open();
    const named = leaf(1);
    const root = knot(1, [knot(2).cid], [named.cid]);
    await commit(storage, { blocks: [named, knot(2), root] });
    const reader = await CarReader.fromBytes(await exported(storage, [root.cid], { keptLinks }));
    expect((await reader.getRoots()).map(String)).toEqual([root.cid]);
    const blocks = await collect(reader.blocks());
    expect(blocks.map(({ cid }) => cid.toString())).toEqual([root.cid, knot(2).cid]);
  });

  it("comes back as the same blocks, in chunks of any size", async () => {
    const sizes = fc.array(fc.nat(300), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(sizes, fc.integer({ min: 1, max: 99 }), async (drawn, chunk) => {
        const source = open();
        const leaves = drawn.map((size, n) => ({
          codec: "raw" as const,
          bytes: new Uint8Array(size).fill(n),
        }));
        const cids = await commit(source, { blocks: leaves });
        const root = knot(0, [...new Set(cids)]);
        await commit(source, { blocks: [root] });
        const car = await exported(source, [root.cid], { keptLinks });
        const storage = open();
        const keep = ({ roots }: { roots: readonly Cid[] }) => ({
          refs: [{ name: "r", expect: null, to: roots[0]! }],
        });
        const result = await importCar({ storage, clock }, chunksOf(car, chunk), { keep });
        const distinct = new Set(cids).size + 1;
        expect(result).toMatchObject({ ok: true, roots: [root.cid], blocks: distinct });
        await collectGarbage(storage, { keptLinks });
        expect(await exported(storage, [(await storage.ref("r"))!], { keptLinks })).toEqual(car);
      }),
      { numRuns: 50 },
    );
  });

  it("says what it lacks, by an error or to who asks", async () => {
    const storage = open();
    const root = knot(1, [knot(2).cid]);
    await commit(storage, { blocks: [root] });
    await expect(exported(storage, [root.cid], { keptLinks })).rejects.toMatchObject({
      code: "DAG_BLOCK_MISSING",
      failure: { cid: knot(2).cid },
    });
    const leftOut: Cid[] = [];
    const car = await exported(storage, [root.cid], { keptLinks, onLeftOut: (cid) => leftOut.push(cid) });
    expect(leftOut).toEqual([knot(2).cid]);
    expect((await imported(car)).result).toMatchObject({ blocks: 1 });
  });

  it("is bounded as a walk is", async () => {
    const storage = open();
    const cids = await storeSteps(storage, "h", 10);
    const leftOut: Cid[] = [];
    await exported(storage, [cids[9]!], { keptLinks, maxDepth: 2, onLeftOut: (cid) => leftOut.push(cid) });
    expect(leftOut).toEqual([cids[6]]);
  });
});

describe("an imported CAR", () => {
  it("of another tool, with all three codecs, is taken", async () => {
    const empty = { cid: cidOf(new Uint8Array(0), "dag-pb"), bytes: new Uint8Array(0) };
    const blocks = [leaf(1), knot(1), empty];
    const car = await foreignCar([CID.parse(knot(1).cid)], blocks.map(asForeign));
    const { storage, result } = await imported(car);
    expect(result).toMatchObject({ ok: true, roots: [knot(1).cid], blocks: 3 });
    for (const { cid, bytes } of blocks) expect(await storage.get(cid)).toEqual(bytes);
  });

  it("holds what it brings until the end, and leaves nothing that is kept when the race is lost", async () => {
    const source = open();
    const cids = await storeSteps(source, "h", 3000);
    const car = await exported(source, [cids.at(-1)!], { keptLinks });
    const storage = open();
    await commit(storage, { blocks: [leaf(1)], refs: [{ name: "h", expect: null, to: leaf(1).cid }] });
    const keep = ({ roots }: { roots: readonly Cid[] }) => ({
      refs: [{ name: "h", expect: null, to: roots[0]! }],
    });
    async function* sweeping(): AsyncGenerator<Uint8Array> {
      for (const chunk of chunksOf(car, 50_000)) {
        yield chunk;
        await collectGarbage(storage, { keptLinks });
      }
    }
    const lost = await importCar({ storage, clock }, sweeping(), { keep });
    expect(lost).toEqual({ ok: false, ref: "h", actual: leaf(1).cid });
    expect(await collect(storage.refs("lease/"))).toEqual([]);
    await commit(storage, { refs: [{ name: "h", expect: leaf(1).cid, to: null }] });
    expect(await importCar({ storage, clock }, sweeping(), { keep })).toMatchObject({
      ok: true,
      blocks: 3000,
    });
    const found = await collect(walk(storage, [cids.at(-1)!], { keptLinks }));
    expect(found.every(({ type }) => type === "block")).toBe(true);
  });

  it("keeps good blocks from before a fault as blocks that nothing keeps", async () => {
    const blocks = [asForeign(knot(1)), { cid: CID.parse(leaf(1).cid), bytes: leaf(2).bytes }];
    const storage = open();
    const car = await foreignCar([], blocks);
    await expect(importCar({ storage, clock }, [car])).rejects.toMatchObject({ code: "DAG_CAR_REFUSED" });
    await collectGarbage(storage, { keptLinks });
    expect(await collect(storage.cids())).toEqual([]);
    expect(await collect(storage.refs(""))).toEqual([]);
  });

  it("passes on the error of its source, and closes a source that it does not read to the end", async () => {
    const car = await foreignCar([], [leaf(1), leaf(2)].map(asForeign));
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield car.subarray(0, 40);
      throw new Error("the wire is cut");
    }
    await expect(importCar({ storage: open(), clock }, failing())).rejects.toThrow("the wire is cut");
    let closed = 0;
    async function* closing(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield bytes;
      } finally {
        closed++;
      }
    }
    await expect(importCar({ storage: open(), clock }, closing(car), { maxBlocks: 1 })).rejects.toThrow();
    await expect(importCar({ storage: open(), clock }, closing(Uint8Array.of(0)))).rejects.toThrow();
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(importCar({ storage: open(), clock }, closing(car), { signal })).rejects.toThrow("enough");
    expect(closed).toBe(3);
  });
});
