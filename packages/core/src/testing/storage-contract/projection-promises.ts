import type { Projection } from "../../ports/storage.ts";
import { MAX_BLOCK_BYTES, MAX_NAME_BYTES } from "../../ports/storage.ts";
import { assertEqual, assertFails } from "../assert.ts";
import { collect } from "../collect.ts";
import type { Contract } from "../contract.ts";
import { choking, counter, mirror, sample, samples } from "./storage-samples.ts";
import { mustCommit, type StorageSubject, whileFollowing, withStorage } from "./storage-subject.ts";

const a = sample(1);

/** Notes which of the samples 1, 2 and 3 it can see. */
const seen: Projection = {
  model: "seen",
  version: 1,
  prefix: "",
  project: (_, view) => {
    const flags = [1, 2, 3].map((number) => (view.block(sample(number).cid) === undefined ? 0 : 1));
    return [{ key: "seen", value: Uint8Array.from(flags) }];
  },
};

const excessive: Projection = {
  model: "excessive",
  version: 1,
  prefix: "",
  project({ name }) {
    const keys: Record<string, string> = {
      empty: "",
      long: "x".repeat(MAX_NAME_BYTES + 1),
      unprintable: "\0",
    };
    const value = new Uint8Array(name === "large" ? MAX_BLOCK_BYTES + 1 : 1);
    return [
      { key: "fine", value: Uint8Array.of(1) },
      { key: keys[name] ?? name, value },
    ];
  },
};

/** What a store promises about projections as part of the commit. */
export const projectionPromises: Contract<StorageSubject> = [
  {
    promise: "shows a projection the blocks of the commit and of those before, and none that are not there",
    check: withStorage(
      async (storage) => {
        await mustCommit(storage, { blocks: [sample(1)] });
        await mustCommit(storage, { blocks: [sample(2)], refs: [{ name: "r", expect: null, to: a.cid }] });
        assertEqual(
          await collect(storage.rows("seen")),
          [{ key: "seen", value: Uint8Array.of(1, 1, 0) }],
          "rows",
        );
      },
      { projections: [seen] },
    ),
  },
  {
    promise: "shows a projection the rows that earlier changes made, in this commit and before",
    check: withStorage(
      async (storage) => {
        const refs = samples(5).map(({ cid }, index) => ({ name: `r/${index}`, expect: null, to: cid }));
        await mustCommit(storage, { blocks: samples(5), refs });
        await mustCommit(storage, { refs: [{ name: "r/6", expect: null, to: sample(0).cid }] });
        await mustCommit(storage, { refs: [{ name: "r/0", expect: sample(0).cid, to: null }] });
        assertEqual(
          await collect(storage.rows("counter")),
          [{ key: "total", value: Uint8Array.of(5) }],
          "rows",
        );
      },
      { projections: [counter("r/")] },
    ),
  },
  {
    promise: "counts a hundred commits at once to a hundred",
    check: withStorage(
      async (storage) => {
        const commits = samples(100).map((block, index) => {
          return { blocks: [block], refs: [{ name: `r/${index}`, expect: null, to: block.cid }] };
        });
        await Promise.all(commits.map((commit) => mustCommit(storage, commit)));
        assertEqual(
          await collect(storage.rows("counter")),
          [{ key: "total", value: Uint8Array.of(100) }],
          "rows",
        );
      },
      { projections: [counter("r/")] },
    ),
  },
  {
    promise: "fails a commit whose projection throws, writes nothing of it and tells nobody",
    check: withStorage(
      async (storage) => {
        await whileFollowing(storage, "", async (next) => {
          const refs = ["a", "choke", "z"].map((name) => ({ name, expect: null, to: a.cid }));
          await assertFails("CORE_PROJECTION_FAILED", () => storage.commit({ blocks: [a], refs }));
          assertEqual(await storage.has(a.cid), false, "has the block");
          assertEqual(await collect(storage.refs("")), [], "refs");
          assertEqual(await collect(storage.rows("mirror")), [], "rows");
          await mustCommit(storage, { blocks: [a], refs: [{ name: "end", expect: null, to: a.cid }] });
          assertEqual(await next(), { name: "end", cid: a.cid }, "the first event");
        });
      },
      { projections: [mirror(""), choking("choke"), mirror("z", { model: "last" })] },
    ),
  },
  {
    promise: "fails a commit whose projection makes a row beyond the limits, and writes nothing of it",
    check: withStorage(
      async (storage) => {
        for (const name of ["empty", "long", "unprintable", "large"]) {
          const refs = [{ name, expect: null, to: a.cid }];
          await assertFails("CORE_PROJECTION_FAILED", () => storage.commit({ blocks: [a], refs }));
        }
        assertEqual(await collect(storage.refs("")), [], "refs");
        assertEqual(await collect(storage.rows("excessive")), [], "rows");
      },
      { projections: [excessive] },
    ),
  },
  {
    promise: "is unmoved when a projection reuses its buffer, or a reader writes to a row",
    check: withStorage(
      async (storage) => {
        await mustCommit(storage, { blocks: [a], refs: [{ name: "1", expect: null, to: a.cid }] });
        await mustCommit(storage, { refs: [{ name: "2", expect: null, to: a.cid }] });
        for (const { value } of await collect(storage.rows("reusing"))) value.fill(9);
        const rows = [
          { key: "1", value: Uint8Array.of(1) },
          { key: "2", value: Uint8Array.of(2) },
        ];
        assertEqual(await collect(storage.rows("reusing")), rows, "rows");
      },
      { projections: [reusingOneBuffer()] },
    ),
  },
];

function reusingOneBuffer(): Projection {
  const buffer = new Uint8Array(1);
  const project: Projection["project"] = ({ name }) => {
    buffer[0] = Number(name);
    return [{ key: name, value: buffer }];
  };
  return { model: "reusing", version: 1, prefix: "", project };
}
