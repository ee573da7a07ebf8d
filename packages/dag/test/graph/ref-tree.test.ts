import { type Cid, cidOf, cidToBytes, createMemoryStorage, type Ref } from "@icn-mesh/core";
import { collect, createHandClock } from "@icn-mesh/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { refPageRecord } from "../../src/graph/ref-page.ts";
import { buildRefTree, readRefTree, rootOfRefs } from "../../src/graph/ref-tree.ts";
import { createUpload } from "../../src/graph/upload.ts";
import { commit, keptLinks, knot, leaf } from "../samples.ts";

const name = fc
  .string({ unit: "binary", minLength: 1, maxLength: 20 })
  .filter((text) => text.isWellFormed() && !/\p{Cc}/u.test(text) && !text.startsWith("lease/"));

describe("the root over refs", () => {
  it("is one for one set of refs, in whatever order and over whatever detours they came about", async () => {
    const refs = fc.uniqueArray(fc.tuple(name, fc.nat(5)), { selector: ([text]) => text, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(refs, fc.array(fc.nat()), async (drawn, order) => {
        const straight = await storeWith(drawn);
        const shuffled = drawn.toSorted(
          ([left], [right]) =>
            (order[left.length] ?? 0) - (order[right.length] ?? 0) || (left < right ? 1 : -1),
        );
        const detour = await storeWith(shuffled, leaf(99).cid);
        expect(await rootOfRefs(detour)).toBe(await rootOfRefs(straight));
      }),
      { numRuns: 50 },
    );
  });

  it("is another one when any ref points elsewhere, has another name, or is gone", async () => {
    const storage = createMemoryStorage();
    const root = await rootOfRefs(storage);
    await commit(storage, {
      blocks: [leaf(1), leaf(2)],
      refs: [{ name: "a", expect: null, to: leaf(1).cid }],
    });
    const one = await rootOfRefs(storage);
    await commit(storage, { refs: [{ name: "a", expect: leaf(1).cid, to: leaf(2).cid }] });
    const two = await rootOfRefs(storage);
    await commit(storage, { refs: [{ name: "b", expect: null, to: leaf(2).cid }] });
    const three = await rootOfRefs(storage);
    expect(new Set([root, one, two, three]).size).toBe(4);
    expect(await rootOfRefs(storage, "c")).toBe(root);
  });

  it("does not count leases", async () => {
    const storage = createMemoryStorage();
    const root = await rootOfRefs(storage);
    const upload = createUpload({ storage, clock: createHandClock() });
    await upload.put(leaf(1));
    await upload.flush();
    expect(await rootOfRefs(storage)).toBe(root);
  });
});

describe("a tree of refs", () => {
  it("has all refs, in order, and keeps what they point at", async () => {
    for (const count of [0, 1, 99, 100, 101, 5000]) {
      const refs = manyRefs(count);
      const { storage, root } = await storeTree(refs);
      expect(await collect(readRefTree(storage, root))).toEqual(refs);
    }
    const page = refPageRecord.codec.encode({ t: "dag/refs/1", refs: manyRefs(1), pages: [knot(1).cid] });
    expect(keptLinks({ cid: cidOf(page), bytes: page })).toEqual([knot(1).cid, leaf(0).cid]);
  });

  it("takes the longest names that there are", async () => {
    const refs = Array.from({ length: 300 }, (_, n) => ({
      name: `${n}`.padStart(512, "x"),
      cid: leaf(n).cid,
    }));
    const { storage, root } = await storeTree(refs);
    expect(await collect(readRefTree(storage, root))).toEqual(refs);
  });

  it("shares nearly all of its pages with the tree of one more ref", async () => {
    const refs = manyRefs(5000);
    const more = [
      ...refs.slice(0, 2500),
      { name: `${refs[2499]?.name}!`, cid: leaf(1).cid },
      ...refs.slice(2500),
    ];
    const [before, after] = [await storeTree(refs), await storeTree(more)];
    const old = new Set(before.pages);
    const fresh = after.pages.filter((page) => !old.has(page));
    expect(before.pages.length).toBeGreaterThan(100);
    expect(fresh.length).toBeLessThan(8);
  });

  it("has half as many pages on every level, even where each hash says that a page ends", async () => {
    const [first, second] = twoEndingPages();
    const { pages } = await storeTree([first, second]);
    expect(pages).toHaveLength(3);
  });

  it("is refused where a page is missing or something else", async () => {
    const storage = createMemoryStorage();
    const missing = collect(readRefTree(storage, knot(1).cid));
    await expect(missing).rejects.toMatchObject({ code: "DAG_BLOCK_MISSING" });
    await commit(storage, { blocks: [knot(1)] });
    const other = collect(readRefTree(storage, knot(1).cid));
    await expect(other).rejects.toMatchObject({ code: "DAG_NOT_A_REF_TREE" });
  });
});

function manyRefs(count: number): Ref[] {
  return Array.from({ length: count }, (_, n) => ({
    name: `ref/${`${n}`.padStart(6, "0")}`,
    cid: leaf(n % 7).cid,
  }));
}

/** Two refs, each a page of its own at the leaves, of which the first page would also end the one above. */
function twoEndingPages(): [Ref, Ref] {
  const name = search(
    (n) => `a${n}`,
    (text) => isEnd(cidOf(new TextEncoder().encode(text), "raw")),
  );
  const cid = search(
    (n) => leaf(n).cid,
    (to) =>
      isEnd(cidOf(refPageRecord.codec.encode({ t: "dag/refs/1", refs: [{ name, cid: to }], pages: [] }))),
  );
  return [
    { name, cid },
    { name: "z", cid },
  ];
}

function isEnd(cid: Cid): boolean {
  return cidToBytes(cid).at(-1)! % 32 === 0;
}

function search<Item>(make: (n: number) => Item, fits: (item: Item) => boolean): Item {
  for (let n = 0; ; n++) {
    const item = make(n);
    if (fits(item)) return item;
  }
}

async function storeTree(refs: readonly Ref[]) {
  const storage = createMemoryStorage();
  const pages: Cid[] = [];
  const root = await buildRefTree(iterate(refs), async (bytes) => {
    await commit(storage, { blocks: [{ bytes }] });
    pages.push(cidOf(bytes));
    return cidOf(bytes);
  });
  return { storage, root, pages };
}

async function* iterate<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}

async function storeWith(refs: readonly (readonly [string, number])[], detour: Cid | null = null) {
  const storage = createMemoryStorage();
  await commit(storage, { blocks: [leaf(99), ...[0, 1, 2, 3, 4, 5].map((n) => leaf(n))] });
  for (const [ref, n] of refs) {
    if (detour !== null) await commit(storage, { refs: [{ name: ref, expect: null, to: detour }] });
    await commit(storage, { refs: [{ name: ref, expect: detour, to: leaf(n).cid }] });
  }
  return storage;
}
