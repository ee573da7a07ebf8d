import { MAX_NAME_BYTES } from "../../ports/storage.ts";
import { assertEqual, assertFails } from "../assert.ts";
import { collect } from "../collect.ts";
import type { Contract } from "../contract.ts";
import { sample } from "./storage-samples.ts";
import { mustCommit, type StorageSubject, withStorage } from "./storage-subject.ts";

const a = sample(1);
const b = sample(2);
const blocks = [a, b];

/** What a store promises about one ref and its name. */
export const refPromises: Contract<StorageSubject> = [
  {
    promise: "points a ref at a block, moves it and removes it",
    check: withStorage(async (storage) => {
      assertEqual(await storage.ref("r"), null, "before");
      await mustCommit(storage, { blocks, refs: [{ name: "r", expect: null, to: a.cid }] });
      assertEqual(await storage.ref("r"), a.cid, "inserted");
      await mustCommit(storage, { refs: [{ name: "r", expect: a.cid, to: b.cid }] });
      assertEqual(await storage.ref("r"), b.cid, "moved");
      await mustCommit(storage, { refs: [{ name: "r", expect: b.cid, to: null }] });
      assertEqual(await storage.ref("r"), null, "removed");
      await mustCommit(storage, { refs: [{ name: "r", expect: null, to: b.cid }] });
      assertEqual(await storage.ref("r"), b.cid, "inserted again");
    }),
  },
  {
    promise: "inserts a ref only if there is none, and names the target of the one there is",
    check: withStorage(async (storage) => {
      await mustCommit(storage, { blocks, refs: [{ name: "r", expect: null, to: a.cid }] });
      for (const to of [a.cid, b.cid, null]) {
        const result = await storage.commit({ refs: [{ name: "r", expect: null, to }] });
        assertEqual(result, { ok: false, ref: "r", actual: a.cid }, "result");
      }
      assertEqual(await storage.ref("r"), a.cid, "the ref");
    }),
  },
  {
    promise: "moves or removes a ref only from where it is expected",
    check: withStorage(async (storage) => {
      await mustCommit(storage, { blocks, refs: [{ name: "r", expect: null, to: a.cid }] });
      for (const to of [a.cid, b.cid, null]) {
        const moved = await storage.commit({ refs: [{ name: "r", expect: b.cid, to }] });
        assertEqual(moved, { ok: false, ref: "r", actual: a.cid }, "result");
        const absent = await storage.commit({ refs: [{ name: "none", expect: b.cid, to }] });
        assertEqual(absent, { ok: false, ref: "none", actual: null }, "result for a ref that does not exist");
      }
      assertEqual(await collect(storage.refs("")), [{ name: "r", cid: a.cid }], "refs");
    }),
  },
  {
    promise: "only checks a ref that is to stay as it is",
    check: withStorage(async (storage) => {
      await mustCommit(storage, { blocks, refs: [{ name: "r", expect: null, to: a.cid }] });
      const stays = { name: "r", expect: a.cid, to: a.cid };
      const staysAbsent = { name: "none", expect: null, to: null };
      await mustCommit(storage, { refs: [stays, staysAbsent] });
      assertEqual(await collect(storage.refs("")), [{ name: "r", cid: a.cid }], "refs");
    }),
  },
  {
    promise: "refuses a ref to a block that is neither stored nor in the commit, and writes nothing",
    check: withStorage(async (storage) => {
      const refs = [
        { name: "a", expect: null, to: a.cid },
        { name: "b", expect: null, to: b.cid },
      ];
      await assertFails("CORE_REF_TARGET_MISSING", () => storage.commit({ blocks: [a], refs }));
      assertEqual(await collect(storage.refs("")), [], "refs");
      assertEqual(await storage.has(a.cid), false, "has the block");
      await mustCommit(storage, { blocks: [a] });
      await mustCommit(storage, { blocks: [b], refs });
    }),
  },
  {
    promise: "judges the race before it looks for the target",
    check: withStorage(async (storage) => {
      const result = await storage.commit({ refs: [{ name: "r", expect: a.cid, to: b.cid }] });
      assertEqual(result, { ok: false, ref: "r", actual: null }, "result");
    }),
  },
  {
    promise: "refuses a commit that changes one ref twice, and writes nothing",
    check: withStorage(async (storage) => {
      const refs = [
        { name: "r", expect: null, to: a.cid },
        { name: "q", expect: null, to: a.cid },
        { name: "r", expect: a.cid, to: b.cid },
      ];
      await assertFails("CORE_REF_TWICE", () => storage.commit({ blocks, refs }));
      assertEqual(await collect(storage.refs("")), [], "refs");
      assertEqual(await collect(storage.cids()), [], "blocks");
    }),
  },
  {
    promise: "refuses names that are empty, too long, or hold control characters or half characters",
    check: withStorage(async (storage) => {
      const tooLong = ["x".repeat(MAX_NAME_BYTES + 1), "é".repeat(MAX_NAME_BYTES / 2 + 1), "𝔐".repeat(129)];
      const unprintable = ["\0", "a\nb", "a\u007f", "a\u0085b", "\ud800", "a\udc00b"];
      for (const name of ["", ...tooLong, ...unprintable]) {
        const refs = [{ name, expect: null, to: a.cid }];
        await assertFails("CORE_BAD_REF_NAME", () => storage.commit({ blocks, refs }));
      }
      assertEqual(await collect(storage.refs("")), [], "refs");
      assertEqual(await collect(storage.cids()), [], "blocks");
    }),
  },
  {
    promise: "takes any other name, letter by letter",
    check: withStorage(async (storage) => {
      const longest = ["x".repeat(MAX_NAME_BYTES), "é".repeat(MAX_NAME_BYTES / 2), "𝔐".repeat(128)];
      const odd = [
        " ",
        "a ",
        "a",
        "A",
        "%",
        "_",
        "\\",
        "'",
        '"',
        "a/b",
        "é",
        "e\u0301",
        "ﬀ",
        "😀",
        "__proto__",
      ];
      for (const name of [...longest, ...odd]) {
        await mustCommit(storage, { blocks, refs: [{ name, expect: null, to: a.cid }] });
        assertEqual(await collect(storage.refs(name)), [{ name, cid: a.cid }], `refs under ${name}`);
        await mustCommit(storage, { refs: [{ name, expect: a.cid, to: null }] });
      }
    }),
  },
];
