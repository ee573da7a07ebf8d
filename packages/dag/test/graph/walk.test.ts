import { type Cid, createMemoryDisk, createMemoryStorage } from "@icn-mesh/core";
import { collect } from "@icn-mesh/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type WalkOptions, type WalkStep, walk } from "../../src/graph/walk.ts";
import { commit, keptLinks, knot, leaf, storeSteps } from "../samples.ts";

const all: WalkOptions = { keptLinks };

describe("a walk", () => {
  it("reaches what a recursion over kept links reaches, each once, at the least depth, and wants the rest", async () => {
    const edges = fc.array(fc.uniqueArray(fc.nat(11), { maxLength: 4 }), { minLength: 12, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(
        edges,
        fc.uniqueArray(fc.nat(11)),
        fc.uniqueArray(fc.nat(11)),
        async (drawn, roots, lost) => {
          const { cids, linksOf } = await storeGraph(drawn, new Set(lost));
          const model = nearest(
            roots.map((root) => cids[root]!),
            linksOf,
          );
          const found = await collect(
            walk(
              linksOf.storage,
              roots.map((root) => cids[root]!),
              all,
            ),
          );
          const reached = new Map(found.map((step) => [step.cid, step.type === "cut" ? -1 : step.depth]));
          expect(reached).toEqual(model);
          expect(found).toHaveLength(model.size);
          const wanted = found.filter(({ type }) => type === "missing").map(({ cid }) => cid);
          expect(wanted.every((cid) => lost.includes(cids.indexOf(cid)))).toBe(true);
        },
      ),
    );
  });

  it("does not follow links that a block only names", async () => {
    const storage = createMemoryStorage();
    const named = knot(1);
    const root = knot(2, [], [named.cid]);
    await commit(storage, { blocks: [named, root] });
    expect(cidsOf(await collect(walk(storage, [root.cid], all)))).toEqual([root.cid]);
  });

  it("goes down a history of 10⁵ links without running out of stack", async () => {
    const storage = createMemoryStorage();
    const cids = await storeSteps(storage, "h", 100_000);
    let last: WalkStep | undefined;
    for await (const step of walk(storage, [cids.at(-1)!], all)) last = step;
    expect(last).toMatchObject({ type: "block", cid: cids[0], depth: 99_999 });
  });

  it("ends where damaged blocks keep each other in a circle", async () => {
    const disk = createMemoryDisk();
    const storage = createMemoryStorage({ disk });
    const [first, second] = await storeSteps(storage, "h", 2);
    disk.blocks.set(first!, knot(0, [second!, first!]).bytes);
    expect(cidsOf(await collect(walk(storage, [second!], all)))).toEqual([second, first]);
  });

  it("stops at each of its bounds, and tells the first CID that it left out", async () => {
    const storage = createMemoryStorage();
    const cids = await storeSteps(storage, "h", 10);
    const head = cids.at(-1)!;
    const depth = await collect(walk(storage, [head], { ...all, maxDepth: 3 }));
    expect(cidsOf(depth)).toEqual([cids[9], cids[8], cids[7], cids[6], cids[5]]);
    expect(depth.at(-1)).toEqual({ type: "cut", bound: "depth", cid: cids[5] });
    const blocks = await collect(walk(storage, [head], { ...all, maxBlocks: 2 }));
    expect(blocks.map(({ type }) => type)).toEqual(["block", "block", "cut"]);
    expect(blocks.at(-1)).toEqual({ type: "cut", bound: "blocks", cid: cids[7] });
    const size = (await storage.get(head))!.length;
    const bytes = await collect(walk(storage, [head], { ...all, maxBytes: size }));
    expect(bytes.map(({ type }) => type)).toEqual(["block", "cut"]);
    expect(bytes.at(-1)).toEqual({ type: "cut", bound: "bytes", cid: cids[8] });
  });

  it("remembers no more CIDs than its bound, however many a block links to", async () => {
    const storage = createMemoryStorage();
    const many = Array.from({ length: 500 }, (_, n) => leaf(n).cid);
    const root = knot(1, many);
    await commit(storage, { blocks: [root] });
    const found = await collect(walk(storage, [root.cid], { ...all, maxBlocks: 10 }));
    expect(found.map(({ type }) => type)).toEqual(["block", ...Array(9).fill("missing"), "cut"]);
  });

  it("stops when it is told to", async () => {
    const storage = createMemoryStorage();
    const cids = await storeSteps(storage, "h", 3);
    const leave = new AbortController();
    const steps = walk(storage, [cids[2]!], { ...all, signal: leave.signal });
    await steps.next();
    leave.abort(new Error("enough"));
    await expect(steps.next()).rejects.toThrow("enough");
  });
});

/** Knots whose links go to knots of lower numbers only, as hashes have it; the lost ones are not stored. */
async function storeGraph(edges: readonly (readonly number[])[], lost: ReadonlySet<number>) {
  const storage = createMemoryStorage();
  const cids: Cid[] = [];
  const links = new Map<Cid, readonly Cid[]>();
  for (const [n, targets] of edges.entries()) {
    const keeps = targets.filter((target) => target < n).map((target) => cids[target]!);
    const block = knot(n, keeps);
    cids.push(block.cid);
    links.set(block.cid, lost.has(n) ? [] : keeps);
    if (!lost.has(n)) await commit(storage, { blocks: [block] });
  }
  return { cids, linksOf: Object.assign((cid: Cid) => links.get(cid) ?? [], { storage }) };
}

function nearest(roots: readonly Cid[], linksOf: (cid: Cid) => readonly Cid[]): Map<Cid, number> {
  const depths = new Map<Cid, number>();
  function visit(cid: Cid, depth: number): void {
    if ((depths.get(cid) ?? Number.POSITIVE_INFINITY) <= depth) return;
    depths.set(cid, depth);
    for (const link of linksOf(cid)) visit(link, depth + 1);
  }
  for (const root of roots) visit(root, 0);
  return depths;
}

function cidsOf(found: readonly WalkStep[]): Cid[] {
  return found.map(({ cid }) => cid);
}
