import { type Cid, cidOf, createMemoryStorage, type NetworkId } from "@icn-mesh/core";
import { collect } from "@icn-mesh/core/testing";
import { describe, expect, it } from "vitest";
import { scopeStorage } from "../../src/index.ts";

const [east, west] = [1, 2].map((seed) => cidOf(Uint8Array.of(seed)) as string as NetworkId) as [
  NetworkId,
  NetworkId,
];

/** Two parts of one store; a block is written, for refs to point at. */
async function twoParts() {
  const store = createMemoryStorage();
  const bytes = Uint8Array.of(0xa0);
  await store.commit({ blocks: [{ bytes }] });
  const to: Cid = cidOf(bytes);
  return { store, to, east: scopeStorage(store, east), west: scopeStorage(store, west) };
}

describe("the part of a store that belongs to one federation", () => {
  it("has refs of its own, under names that the whole store keeps apart", async () => {
    const parts = await twoParts();
    const { to } = parts;
    await parts.east.storage.commit({ refs: [{ name: "job/1", expect: null, to }] });
    await parts.west.storage.commit({ refs: [{ name: "job/2", expect: null, to }] });
    expect(await collect(parts.east.storage.refs("job/"))).toEqual([{ name: "job/1", cid: to }]);
    expect(await collect(parts.west.storage.refs(""))).toEqual([{ name: "job/2", cid: to }]);
    expect(await parts.east.storage.ref("job/2")).toBeNull();
    expect((await collect(parts.store.refs(""))).map(({ name }) => name).toSorted()).toEqual(
      [`job/${east}/1`, `job/${west}/2`].toSorted(),
    );
    expect(parts.east.nameInStore("job/1")).toBe(`job/${east}/1`);
  });

  it("shares what names its federation itself, or belongs to none", async () => {
    const parts = await twoParts();
    const { to } = parts;
    await parts.east.storage.commit({ refs: [{ name: "lease/1", expect: null, to }] });
    expect(await parts.west.storage.ref("lease/1")).toBe(to);
  });

  it("names a lost race as its own ref", async () => {
    const { east: part, to } = await twoParts();
    const refs = [{ name: "job/1", expect: to, to }];
    expect(await part.storage.commit({ refs })).toEqual({ ok: false, ref: "job/1", actual: null });
  });

  it("follows its own refs and no others", async () => {
    const parts = await twoParts();
    const { to } = parts;
    const over = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const { name } of parts.east.storage.follow("job/", over)) seen.push(name);
    })();
    await parts.west.storage.commit({ refs: [{ name: "job/2", expect: null, to }] });
    await parts.east.storage.commit({ refs: [{ name: "job/1", expect: null, to }] });
    for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    over.abort();
    await following;
    expect(seen).toEqual(["job/1"]);
  });

  it("stays open when a part is closed", async () => {
    const parts = await twoParts();
    await parts.east.storage.close();
    expect(await parts.west.storage.has(parts.to)).toBe(true);
  });
});
