import { assertEqual, assertFails } from "../assert.ts";
import { collect } from "../collect.ts";
import type { Contract } from "../contract.ts";
import { keptLinksOfSamples, mirror, sample, samples } from "./storage-samples.ts";
import { mustCommit, type StorageSubject } from "./storage-subject.ts";

const a = sample(1);
const options = { projections: [mirror("")], keptLinks: keptLinksOfSamples };

/** What a store promises about its end. */
export const closePromises: Contract<StorageSubject> = [
  {
    promise: "answers everything after close with one coded error",
    async check(subject) {
      const storage = await subject.open(options);
      await mustCommit(storage, { blocks: [a], refs: [{ name: "r", expect: null, to: a.cid }] });
      await storage.close();
      const { signal } = new AbortController();
      const uses = [
        () => storage.get(a.cid),
        () => storage.has(a.cid),
        () => storage.ref("r"),
        () => collect(storage.cids()),
        () => collect(storage.refs("")),
        () => collect(storage.rows("mirror")),
        () => collect(storage.follow("", { signal })),
        () => storage.commit({}),
        () => storage.sweep([]),
      ];
      for (const use of uses) await assertFails("CORE_STORAGE_CLOSED", use);
    },
  },
  {
    promise: "closes twice as well as once",
    async check(subject) {
      const storage = await subject.open();
      await Promise.all([storage.close(), storage.close()]);
      await storage.close();
    },
  },
  {
    promise: "decides the commits that were called before close",
    async check(subject) {
      const storage = await subject.open();
      const commits = samples(20).map((block) => storage.commit({ blocks: [block] }));
      await storage.close();
      const results = await Promise.all(commits);
      assertEqual(results.filter(({ ok }) => ok).length, 20, "commits that went through");
    },
  },
  {
    promise: "breaks off a list that is being read",
    async check(subject) {
      const storage = await subject.open(options);
      const refs = samples(3).map(({ cid }, index) => ({ name: `r/${index}`, expect: null, to: cid }));
      await mustCommit(storage, { blocks: samples(3), refs });
      const lists = [storage.cids(), storage.refs(""), storage.rows("mirror")];
      const readers = lists.map((list): AsyncIterator<unknown> => list[Symbol.asyncIterator]());
      await Promise.all(readers.map((reader) => reader.next()));
      await storage.close();
      for (const reader of readers) await assertFails("CORE_STORAGE_CLOSED", () => reader.next());
    },
  },
];
