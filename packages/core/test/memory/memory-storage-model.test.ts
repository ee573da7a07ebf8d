import fc from "fast-check";
import { expect, it } from "vitest";
import type { Cid } from "../../src/ids/cid.ts";
import { createMemoryDisk, type MemoryDisk } from "../../src/memory/memory-disk.ts";
import { createMemoryStorage } from "../../src/memory/memory-storage.ts";
import type { Block, RefChange, Storage } from "../../src/ports/storage.ts";
import { collect } from "../../src/testing/collect.ts";
import { keeper, keptLinksOfSamples, mirror } from "../../src/testing/storage-contract/storage-samples.ts";

// The store against the plainest model of it: two maps, and reachability by recursion.

const first = keeper();
const second = keeper(first.cid);
const third = keeper(second.cid, first.cid);
const fourth = keeper(third.cid);
const blocks = [first, second, third, fourth];

const target = fc.option(fc.constantFrom(...blocks), { nil: null });
const change = fc.record({
  name: fc.constantFrom("a", "b", "c/1", "c/2"),
  right: fc.boolean(),
  expect: target,
  to: target,
});
const commit = fc.record({
  do: fc.constant("commit" as const),
  blocks: fc.subarray(blocks),
  refs: fc.uniqueArray(change, { selector: ({ name }) => name }),
});
const sweep = fc.record({ do: fc.constant("sweep" as const), blocks: fc.subarray(blocks) });
const reopen = fc.constant({ do: "reopen" as const });

type DrawnCommit = typeof commit extends fc.Arbitrary<infer Drawn> ? Drawn : never;

interface Model {
  readonly blocks: Set<Cid>;
  readonly refs: Map<string, Cid>;
}

it("does what two maps would do, through commits, sweeps and restarts", async () => {
  const step = fc.oneof({ weight: 6, arbitrary: commit }, { weight: 2, arbitrary: sweep }, reopen);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const disk = createMemoryDisk();
      const model: Model = { blocks: new Set(), refs: new Map() };
      let storage = open(disk);
      for (const next of steps) {
        if (next.do === "reopen") storage = open(disk);
        else if (next.do === "sweep") await compareSweep(storage, model, next.blocks);
        else await compareCommit(storage, model, next);
        await expectSame(storage, model);
      }
    }),
    { numRuns: 300 },
  );
});

function open(disk: MemoryDisk): Storage {
  return createMemoryStorage({ disk, projections: [mirror("c/")], keptLinks: keptLinksOfSamples });
}

async function compareSweep(storage: Storage, model: Model, swept: readonly Block[]): Promise<void> {
  const cids = swept.map(({ cid }) => cid);
  expect(await storage.sweep(cids)).toEqual(sweepModel(model, cids));
}

async function compareCommit(storage: Storage, model: Model, drawn: DrawnCommit): Promise<void> {
  const refs = drawn.refs.map(({ name, right, expect: other, to }) => {
    const actual = model.refs.get(name) ?? null;
    return { name, expect: right ? actual : (other?.cid ?? null), to: to?.cid ?? null };
  });
  const outcome = await storage.commit({ blocks: drawn.blocks, refs }).catch(({ code }) => code);
  const cids = drawn.blocks.map(({ cid }) => cid);
  expect(outcome).toEqual(commitModel(model, cids, refs));
}

function commitModel(model: Model, cids: readonly Cid[], refs: readonly RefChange[]) {
  for (const { name, expect } of refs.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
    const actual = model.refs.get(name) ?? null;
    if (actual !== expect) return { ok: false, ref: name, actual };
  }
  const stored = new Set([...model.blocks, ...cids]);
  if (refs.some(({ to }) => to !== null && !stored.has(to))) return "CORE_REF_TARGET_MISSING";
  for (const cid of cids) model.blocks.add(cid);
  for (const { name, to } of refs) {
    if (to === null) model.refs.delete(name);
    else model.refs.set(name, to);
  }
  return { ok: true, cids };
}

function sweepModel(model: Model, cids: readonly Cid[]): Cid[] {
  const reaches = (from: Cid, to: Cid): boolean => {
    const block = blocks.find(({ cid }) => cid === from)!;
    return (
      from === to || (model.blocks.has(from) && keptLinksOfSamples(block).some((link) => reaches(link, to)))
    );
  };
  const isKept = (cid: Cid) => [...model.refs.values()].some((root) => reaches(root, cid));
  const removed = cids.filter((cid) => model.blocks.has(cid) && !isKept(cid));
  for (const cid of removed) model.blocks.delete(cid);
  return removed;
}

async function expectSame(storage: Storage, model: Model): Promise<void> {
  const refs = [...model.refs].toSorted().map(([name, cid]) => ({ name, cid }));
  expect(await collect(storage.refs(""))).toEqual(refs);
  expect((await collect(storage.cids())).toSorted()).toEqual([...model.blocks].toSorted());
  const rows = refs
    .filter(({ name }) => name.startsWith("c/"))
    .map(({ name, cid }) => {
      return { key: name, value: blocks.find((block) => block.cid === cid)!.bytes };
    });
  expect(await collect(storage.rows("mirror"))).toEqual(rows);
}
