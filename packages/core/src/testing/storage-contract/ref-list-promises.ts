import type { Cid } from "../../ids/cid.ts";
import type { Storage } from "../../ports/storage.ts";
import { assertEqual } from "../assert.ts";
import { collect } from "../collect.ts";
import type { Contract } from "../contract.ts";
import { sample } from "./storage-samples.ts";
import { mustCommit, type StorageSubject, withStorage } from "./storage-subject.ts";

const a = sample(1);
const b = sample(2);

/** What a store promises about lists of refs. */
export const refListPromises: Contract<StorageSubject> = [
  {
    promise: "lists refs in the order of the bytes of their names",
    check: withStorage(async (storage) => {
      // In UTF-16 the last two would change places; in a dictionary, most of them.
      const names = ["%", "A", "Z", "_", "a", "a ", "a/", "aa", "b", "é", "\uff5e", "😀"];
      await insert(storage, names.toReversed());
      assertEqual(await namesUnder(storage, ""), names, "names");
    }),
  },
  {
    promise: "lists the refs under a prefix and no others, and takes the prefix literally",
    check: withStorage(async (storage) => {
      await insert(storage, [
        "job",
        "job/",
        "job/1",
        "job/2",
        "job0",
        "Job/1",
        "jo",
        "a%b",
        "aXb",
        "a_b",
        "a\\b",
      ]);
      assertEqual(await namesUnder(storage, "job/"), ["job/", "job/1", "job/2"], "names under job/");
      assertEqual(await namesUnder(storage, "a%"), ["a%b"], "names under a%");
      assertEqual(await namesUnder(storage, "a_"), ["a_b"], "names under a_");
      assertEqual(await namesUnder(storage, "a\\"), ["a\\b"], "names under a\\");
      assertEqual(await namesUnder(storage, "none"), [], "names under none");
    }),
  },
  {
    promise: "lists refs under a prefix that ends in the last character there is",
    check: withStorage(async (storage) => {
      const last = String.fromCodePoint(0x10ffff);
      await insert(storage, ["a", `a${last}`, `a${last}${last}`, `a${last}b`, "b"]);
      assertEqual(
        await namesUnder(storage, `a${last}`),
        [`a${last}`, `a${last}b`, `a${last}${last}`],
        "names",
      );
    }),
  },
  {
    promise: "lists a thousand refs once each, wherever its pages end",
    check: withStorage(async (storage) => {
      const names = numbered("r/", 1000);
      await insert(storage, names);
      assertEqual(await namesUnder(storage, "r/"), names, "names");
    }),
  },
  {
    promise: "lists once every ref that nobody touches while others come and go",
    check: withStorage(async (storage) => {
      const stay = numbered("r/", 1000);
      const go = stay.map((name) => `${name}/go`);
      await insert(storage, [...stay, ...go]);
      const seen: string[] = [];
      for await (const { name } of storage.refs("")) {
        seen.push(name);
        if (seen.length === 1) {
          await remove(storage, go);
          await insert(storage, numbered("a/", 300)); // behind the reader
        }
      }
      assertEqual(seen.toSorted(), seen, "names in order");
      assertEqual(
        seen.filter((name) => stay.includes(name)),
        stay,
        "names that stayed",
      );
      assertEqual(
        seen.filter((name) => name.startsWith("a/")),
        [],
        "names behind the reader",
      );
    }),
  },
  {
    promise: "shows each ref with the target that it had at one moment",
    check: withStorage(async (storage) => {
      await mustCommit(storage, { blocks: [a, b] });
      await insert(storage, numbered("r/", 300));
      const list = storage.refs("r/")[Symbol.asyncIterator]();
      await list.next();
      await mustCommit(storage, { refs: [{ name: "r/1299", expect: a.cid, to: b.cid }] });
      const rest = await collect({ [Symbol.asyncIterator]: () => list });
      const targets: readonly (Cid | undefined)[] = [a.cid, b.cid];
      assertEqual(targets.includes(rest.find(({ name }) => name === "r/1299")?.cid), true, "a target it had");
    }),
  },
];

/** Names of equal length, so that they are listed in this order. */
function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${1000 + index}`);
}

async function insert(storage: Storage, names: readonly string[]): Promise<void> {
  await mustCommit(storage, { blocks: [a], refs: names.map((name) => ({ name, expect: null, to: a.cid })) });
}

async function remove(storage: Storage, names: readonly string[]): Promise<void> {
  await mustCommit(storage, { refs: names.map((name) => ({ name, expect: a.cid, to: null })) });
}

async function namesUnder(storage: Storage, prefix: string): Promise<string[]> {
  return (await collect(storage.refs(prefix))).map(({ name }) => name);
}
