import type { Projection, RefChange, Row, RowRange, Storage } from "../../ports/storage.ts";
import { assertEqual, assertFails } from "../assert.ts";
import { collect } from "../collect.ts";
import type { Contract } from "../contract.ts";
import { mirror, sample } from "./storage-samples.ts";
import { mustCommit, type StorageSubject, withStorage } from "./storage-subject.ts";

const a = sample(1);
const b = sample(2);
const blocks = [a, b];
const mirrored = { projections: [mirror("r/")] };

/** What a store promises about the rows of its read models. */
export const rowPromises: Contract<StorageSubject> = [
  {
    promise: "puts and deletes the rows that a projection makes of the commit's refs",
    check: withStorage(async (storage) => {
      assertEqual(await collect(storage.rows("mirror")), [], "rows before");
      await mustCommit(storage, { blocks, refs: [{ name: "r/1", expect: null, to: a.cid }] });
      assertEqual(await collect(storage.rows("mirror")), [{ key: "r/1", value: a.bytes }], "rows");
      await mustCommit(storage, { refs: [{ name: "r/1", expect: a.cid, to: b.cid }] });
      assertEqual(
        await collect(storage.rows("mirror")),
        [{ key: "r/1", value: b.bytes }],
        "rows after a move",
      );
      await mustCommit(storage, { refs: [{ name: "r/1", expect: b.cid, to: null }] });
      assertEqual(await collect(storage.rows("mirror")), [], "rows after a removal");
    }, mirrored),
  },
  {
    promise: "lists rows in the order of the bytes of their keys, either way",
    check: withStorage(async (storage) => {
      const keys = ["r/%", "r/A", "r/Z", "r/a", "r/aa", "r/é", "r/\uff5e", "r/😀"];
      await insert(storage, keys.toReversed());
      assertEqual(await keysIn(storage), keys, "keys");
      assertEqual(await keysIn(storage, { reverse: true }), keys.toReversed(), "keys in reverse");
    }, mirrored),
  },
  {
    promise: "lists the rows of a range: from its start, to before its end, as many as asked for",
    check: withStorage(async (storage) => {
      await insert(storage, ["r/1", "r/2", "r/3", "r/4", "r/5"]);
      assertEqual(await keysIn(storage, { from: "r/2", to: "r/4" }), ["r/2", "r/3"], "from 2 to 4");
      assertEqual(
        await keysIn(storage, { from: "r/2", to: "r/4", reverse: true }),
        ["r/3", "r/2"],
        "in reverse",
      );
      assertEqual(await keysIn(storage, { from: "r/4" }), ["r/4", "r/5"], "from 4");
      assertEqual(await keysIn(storage, { to: "r/3" }), ["r/1", "r/2"], "to 3");
      assertEqual(await keysIn(storage, { limit: 2 }), ["r/1", "r/2"], "two");
      assertEqual(await keysIn(storage, { limit: 2, reverse: true }), ["r/5", "r/4"], "the last two");
      assertEqual(
        await keysIn(storage, { from: "r/2", limit: 9 }),
        ["r/2", "r/3", "r/4", "r/5"],
        "at most nine",
      );
      assertEqual(await keysIn(storage, { limit: 0 }), [], "none");
      assertEqual(await keysIn(storage, { from: "r/4", to: "r/2" }), [], "an empty range");
      assertEqual(await keysIn(storage, { from: "r/11", to: "r/31" }), ["r/2", "r/3"], "between keys");
    }, mirrored),
  },
  {
    promise: "lists a thousand rows once each, either way, wherever its pages end",
    check: withStorage(async (storage) => {
      const keys = Array.from({ length: 1000 }, (_, index) => `r/${1000 + index}`);
      await insert(storage, keys);
      assertEqual(await keysIn(storage), keys, "keys");
      assertEqual(await keysIn(storage, { reverse: true }), keys.toReversed(), "keys in reverse");
      assertEqual(await keysIn(storage, { limit: 600 }), keys.slice(0, 600), "six hundred keys");
    }, mirrored),
  },
  {
    promise: "refuses a limit that is no count",
    check: withStorage(async (storage) => {
      for (const limit of [-1, 1.5, Number.NaN]) {
        await assertFails("CORE_OUT_OF_RANGE", () => collect(storage.rows("mirror", { limit })));
      }
    }, mirrored),
  },
  {
    promise: "refuses to list a model that no projection makes",
    check: withStorage(async (storage) => {
      await assertFails("CORE_UNKNOWN_MODEL", () => collect(storage.rows("other")));
      await assertFails("CORE_UNKNOWN_MODEL", () => collect(storage.rows("__proto__")));
    }, mirrored),
  },
  {
    promise: "refuses to open with two projections of one name",
    async check(subject) {
      const projections = [mirror("r/"), mirror("q/")];
      await assertFails("CORE_MODEL_TWICE", () => subject.open({ projections }));
    },
  },
  {
    promise: "brings to a projection each change under its prefix, by name, with where the ref was and is",
    async check(subject) {
      const { projection, changes } = recording("r/");
      await withStorage(
        async (storage) => {
          const refs = [
            { name: "r/2", expect: null, to: b.cid },
            { name: "q/1", expect: null, to: a.cid },
            { name: "r/1", expect: null, to: a.cid },
          ];
          await mustCommit(storage, { blocks, refs });
          await mustCommit(storage, { refs: [{ name: "r/1", expect: a.cid, to: b.cid }] });
          await mustCommit(storage, { refs: [{ name: "r/2", expect: b.cid, to: null }] });
        },
        { projections: [projection] },
      )(subject);
      const expected = [
        { name: "r/1", expect: null, to: a.cid },
        { name: "r/2", expect: null, to: b.cid },
        { name: "r/1", expect: a.cid, to: b.cid },
        { name: "r/2", expect: b.cid, to: null },
      ];
      assertEqual(changes, expected, "changes");
    },
  },
  {
    promise: "brings to a projection nothing of a lost race, nor of a ref that is only checked",
    async check(subject) {
      const { projection, changes } = recording("");
      await withStorage(
        async (storage) => {
          await mustCommit(storage, { blocks, refs: [{ name: "r", expect: null, to: a.cid }] });
          await storage.commit({ refs: [{ name: "r", expect: b.cid, to: null }] });
          await mustCommit(storage, { refs: [{ name: "r", expect: a.cid, to: a.cid }] });
        },
        { projections: [projection] },
      )(subject);
      assertEqual(changes, [{ name: "r", expect: null, to: a.cid }], "changes");
    },
  },
  {
    promise: "keeps the rows of several models apart",
    check: withStorage(
      async (storage) => {
        await insert(storage, ["r/1", "q/1"]);
        assertEqual(await keysIn(storage), ["r/1"], "keys of the first");
        const second = await collect(storage.rows("second"));
        assertEqual(second, [{ key: "q/1", value: a.bytes }], "rows of the second");
      },
      { projections: [mirror("r/"), mirror("q/", { model: "second" })] },
    ),
  },
];

function recording(prefix: string): {
  readonly projection: Projection;
  readonly changes: readonly RefChange[];
} {
  const changes: RefChange[] = [];
  const project = ({ name, expect, to }: RefChange) => {
    changes.push({ name, expect, to });
    return [];
  };
  return { projection: { model: "recording", version: 1, prefix, project }, changes };
}

async function insert(storage: Storage, names: readonly string[]): Promise<void> {
  await mustCommit(storage, { blocks, refs: names.map((name) => ({ name, expect: null, to: a.cid })) });
}

async function keysIn(storage: Storage, range?: RowRange): Promise<string[]> {
  const rows: Row[] = await collect(storage.rows("mirror", range));
  return rows.map(({ key }) => key);
}
