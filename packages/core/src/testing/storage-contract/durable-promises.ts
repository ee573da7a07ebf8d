import type { Storage, StorageOptions } from "../../ports/storage.ts";
import { assertEqual, assertFails } from "../assert.ts";
import { collect } from "../collect.ts";
import type { Contract } from "../contract.ts";
import { choking, counter, keptLinksOfSamples, mirror, sample, samples } from "./storage-samples.ts";
import { mustCommit, type StorageSubject, withStorage } from "./storage-subject.ts";

const a = sample(1);
const b = sample(2);
const blocks = [a, b];

/** What a store promises that keeps its content while it is closed. */
export const durablePromises: Contract<StorageSubject> = [
  {
    promise: "has, opened again, every block and ref of every commit that went through",
    async check(subject) {
      const stored = samples(100);
      await within(subject, {}, async (storage) => {
        const commits = stored.map((block, index) => {
          return { blocks: [block], refs: [{ name: `r/${1000 + index}`, expect: null, to: block.cid }] };
        });
        await Promise.all(commits.map((commit) => mustCommit(storage, commit)));
      });
      await within(subject, {}, async (storage) => {
        const refs = stored.map(({ cid }, index) => ({ name: `r/${1000 + index}`, cid }));
        assertEqual(await collect(storage.refs("")), refs, "refs");
        for (const { cid, bytes } of stored) assertEqual(await storage.get(cid), bytes, "a block");
      });
    },
  },
  {
    promise: "has, opened again, neither what was removed nor what lost a race",
    async check(subject) {
      const options = { keptLinks: keptLinksOfSamples };
      await within(subject, options, async (storage) => {
        await insert(storage, "gone", "stays");
        await mustCommit(storage, { refs: [{ name: "gone", expect: a.cid, to: null }] });
        await storage.commit({ blocks: [sample(3)], refs: [{ name: "stays", expect: null, to: b.cid }] });
        assertEqual(await storage.sweep([b.cid]), [b.cid], "removed");
      });
      await within(subject, options, async (storage) => {
        assertEqual(await collect(storage.refs("")), [{ name: "stays", cid: a.cid }], "refs");
        assertEqual(await collect(storage.cids()), [a.cid], "all CIDs");
      });
    },
  },
  {
    promise: "has, opened again, the rows of its read models",
    async check(subject) {
      const options = { projections: [mirror("r/"), counter("")] };
      await within(subject, options, (storage) => insert(storage, "q", "r/1", "r/2"));
      await within(subject, options, async (storage) => {
        await mustCommit(storage, { refs: [{ name: "r/1", expect: a.cid, to: null }] });
        assertEqual(await collect(storage.rows("mirror")), [{ key: "r/2", value: a.bytes }], "rows");
        assertEqual(
          await collect(storage.rows("counter")),
          [{ key: "total", value: Uint8Array.of(2) }],
          "total",
        );
      });
    },
  },
  {
    promise: "fills a read model that is new from the refs there are",
    async check(subject) {
      await within(subject, {}, (storage) => insert(storage, "q", "r/1"));
      await within(subject, { projections: [mirror("r/")] }, async (storage) => {
        assertEqual(await collect(storage.rows("mirror")), [{ key: "r/1", value: a.bytes }], "rows");
      });
    },
  },
  {
    promise: "makes the rows of a read model anew when its version changed",
    async check(subject) {
      await within(subject, { projections: [mirror("")] }, (storage) => insert(storage, "q", "r/1"));
      await within(subject, { projections: [mirror("r/", { version: 2 })] }, async (storage) => {
        assertEqual(await collect(storage.rows("mirror")), [{ key: "r/1", value: a.bytes }], "rows");
      });
      await within(subject, { projections: [mirror("q")] }, async (storage) => {
        assertEqual(
          await collect(storage.rows("mirror")),
          [{ key: "q", value: a.bytes }],
          "rows of the old version",
        );
      });
    },
  },
  {
    promise: "brings a read model up to date that was left out for a while",
    async check(subject) {
      const options = { projections: [mirror("")] };
      await within(subject, options, (storage) => insert(storage, "gone", "stays"));
      await within(subject, {}, async (storage) => {
        await assertFails("CORE_UNKNOWN_MODEL", () => collect(storage.rows("mirror")));
        await mustCommit(storage, { refs: [{ name: "gone", expect: a.cid, to: null }] });
      });
      await within(subject, options, async (storage) => {
        assertEqual(await collect(storage.rows("mirror")), [{ key: "stays", value: a.bytes }], "rows");
      });
    },
  },
  {
    promise: "does not open when a read model cannot be filled, and opens again without it",
    async check(subject) {
      await within(subject, {}, (storage) => insert(storage, "choke"));
      await assertFails("CORE_PROJECTION_FAILED", () => subject.open({ projections: [choking("choke")] }));
      await within(subject, { projections: [mirror("")] }, async (storage) => {
        assertEqual(await collect(storage.rows("mirror")), [{ key: "choke", value: a.bytes }], "rows");
      });
    },
  },
];

function within(subject: StorageSubject, options: StorageOptions, use: (storage: Storage) => Promise<void>) {
  return withStorage(use, options)(subject);
}

async function insert(storage: Storage, ...names: readonly string[]): Promise<void> {
  await mustCommit(storage, { blocks, refs: names.map((name) => ({ name, expect: null, to: a.cid })) });
}
