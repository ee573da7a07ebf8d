import {
  cidOf,
  createMemoryDisk,
  createMemoryStorage,
  type Projection,
  type RefChange,
  type Storage,
} from "@icn-mesh/core";
import { collect } from "@icn-mesh/core/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureStore } from "../../src/graph/measure-store.ts";
import { refsByFirstPart } from "../../src/models/refs-by-first-part.ts";
import { rowProjection } from "../../src/models/row-projection.ts";
import { readTally, tallyProjection } from "../../src/models/tally-projection.ts";
import { commit, leaf, type Step, stepCodec } from "../samples.ts";

const utf8 = new TextEncoder();

/** A list of histories by the number of their newest step. */
const byNumber = rowProjection({
  model: "by-number",
  version: 1,
  prefix: "h/",
  rowsOf({ name, cid }, view) {
    const { no } = stepCodec.parse(view.block(cid)!);
    return [{ key: `${String(no).padStart(4, "0")}/${name}`, value: utf8.encode(cid) }];
  },
});

/** The newest step of each history, under the name of the history alone. */
const newest = rowProjection({
  model: "newest",
  version: 1,
  prefix: "h/",
  rowsOf: ({ name, cid }) => [{ key: name, value: utf8.encode(cid) }],
});

/** How many histories end with an even step. */
const parity = tallyProjection({
  model: "parity",
  version: 1,
  prefix: "h/",
  keyOf: ({ cid }, view) => (stepCodec.parse(view.block(cid)!).no % 2 === 0 ? "even" : undefined),
});

const projections: readonly Projection[] = [byNumber, newest, parity, refsByFirstPart];

const step = (no: number) => {
  const body: Step = { t: "test/step/1", no, prev: null };
  return { bytes: stepCodec.encode(body) };
};

async function modelsOf(storage: Storage) {
  return Promise.all(projections.map(({ model }) => collect(storage.rows(model))));
}

describe("a projection", () => {
  it("makes the same rows commit by commit as in a rebuild, over any history", async () => {
    const change = fc.record({
      name: fc.constantFrom("h/a", "h/b", "h/c", "x", "y/1"),
      no: fc.option(fc.nat(6)),
    });
    const commits = fc.array(fc.uniqueArray(change, { selector: ({ name }) => name, maxLength: 4 }), {
      maxLength: 15,
    });
    await fc.assert(
      fc.asyncProperty(commits, async (drawn) => {
        const disk = createMemoryDisk();
        const storage = createMemoryStorage({ disk, projections });
        for (const changes of drawn) await move(storage, changes);
        const live = await modelsOf(storage);
        const rebuilt = await modelsOf(createMemoryStorage({ disk, projections }));
        expect(rebuilt).toEqual(live);
        const counts = await collect(
          readTally(createMemoryStorage({ disk, projections }), "refs-by-first-part"),
        );
        const { refs } = await measureStore(createMemoryStorage({ disk }));
        expect(new Map(counts.map(({ key, count }) => [key, count]))).toEqual(refs);
      }),
    );
  });

  it("lists what a reader wants, in the order that it wants", async () => {
    const storage = createMemoryStorage({ projections });
    await move(storage, [
      { name: "h/a", no: 12 },
      { name: "h/b", no: 3 },
    ]);
    await move(storage, [{ name: "h/a", no: 2 }]);
    expect((await collect(storage.rows("by-number"))).map(({ key }) => key)).toEqual([
      "0002/h/a",
      "0003/h/b",
    ]);
    expect((await collect(storage.rows("by-number", { from: "0003" }))).map(({ key }) => key)).toEqual([
      "0003/h/b",
    ]);
    expect((await collect(storage.rows("newest"))).map(({ key }) => key)).toEqual(["h/a", "h/b"]);
    expect(await collect(readTally(storage, "parity"))).toEqual([{ key: "even", count: 1 }]);
    await move(storage, [{ name: "h/a", no: null }]);
    expect(await collect(readTally(storage, "parity"))).toEqual([]);
  });

  it("that cannot read a block fails the commit, and nothing is written", async () => {
    const storage = createMemoryStorage({ projections });
    const odd = { blocks: [leaf(1)], refs: [{ name: "h/a", expect: null, to: leaf(1).cid }] };
    await expect(storage.commit(odd)).rejects.toMatchObject({ code: "CORE_PROJECTION_FAILED" });
    expect(await storage.ref("h/a")).toBeNull();
  });
});

async function move(
  storage: Storage,
  changes: readonly { readonly name: string; readonly no: number | null }[],
): Promise<void> {
  const refs: RefChange[] = [];
  for (const { name, no } of changes) {
    const to = no === null ? null : cidOf(step(no).bytes);
    refs.push({ name, expect: await storage.ref(name), to });
  }
  const blocks = changes.flatMap(({ no }) => (no === null ? [] : [step(no)]));
  await commit(storage, { blocks, refs });
}
