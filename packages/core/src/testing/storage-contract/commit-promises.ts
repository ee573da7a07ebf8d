import type { CommitResult } from "../../ports/storage.ts";
import { assertEqual, assertFails, assertThat } from "../assert.ts";
import { collect } from "../collect.ts";
import type { Contract } from "../contract.ts";
import { sample, samples } from "./storage-samples.ts";
import { mustCommit, type StorageSubject, withStorage } from "./storage-subject.ts";

const a = sample(1);
const b = sample(2);

/** What a store promises about one commit as a whole, and about many at once. */
export const commitPromises: Contract<StorageSubject> = [
  {
    promise: "lets an empty commit through",
    check: withStorage(async (storage) => {
      assertEqual(await storage.commit({}), { ok: true, cids: [] }, "result");
      assertEqual(await storage.commit({ blocks: [], refs: [] }), { ok: true, cids: [] }, "result");
    }),
  },
  {
    promise: "writes nothing of a commit that lost a race",
    check: withStorage(async (storage) => {
      await mustCommit(storage, { blocks: [a], refs: [{ name: "m", expect: null, to: a.cid }] });
      const refs = [
        { name: "a", expect: null, to: a.cid },
        { name: "m", expect: b.cid, to: b.cid },
        { name: "z", expect: null, to: b.cid },
      ];
      assertEqual(
        await storage.commit({ blocks: [b], refs }),
        { ok: false, ref: "m", actual: a.cid },
        "result",
      );
      assertEqual(await storage.has(b.cid), false, "has the block");
      assertEqual(await collect(storage.refs("")), [{ name: "m", cid: a.cid }], "refs");
    }),
  },
  {
    promise: "names of several lost races the first by the bytes of the name",
    check: withStorage(async (storage) => {
      const names = ["😀", "\uff5e", "b", "aa", "a"];
      for (const count of [2, 3, 5]) {
        const refs = names.slice(0, count).map((name) => ({ name, expect: a.cid, to: null }));
        assertEqual(
          await storage.commit({ refs }),
          { ok: false, ref: names[count - 1], actual: null },
          "result",
        );
      }
    }),
  },
  {
    promise: "writes two thousand blocks and refs in one commit",
    check: withStorage(async (storage) => {
      const blocks = samples(2000);
      const refs = blocks.map(({ cid }, index) => ({ name: `r/${1000 + index}`, expect: null, to: cid }));
      await mustCommit(storage, { blocks, refs });
      const expected = refs.map(({ name, to }) => ({ name, cid: to }));
      assertEqual(await collect(storage.refs("r/")), expected, "refs");
      for (const { cid, bytes } of blocks) assertEqual(await storage.get(cid), bytes, "a block");
    }),
  },
  {
    promise: "lets exactly one of a hundred racing commits win, round after round",
    check: withStorage(async (storage) => {
      for (let round = 0; round < 5; round++) {
        const expect = await storage.ref("head");
        const blocks = samples(100, round * 100);
        const commits = blocks.map((block) => ({
          blocks: [block],
          refs: [{ name: "head", expect, to: block.cid }],
        }));
        const results = await Promise.all(commits.map((commit) => storage.commit(commit)));
        const winner = onlyWinner(results);
        assertEqual(await storage.ref("head"), winner, "the head");
        for (const result of results) {
          if (!result.ok)
            assertEqual(result, { ok: false, ref: "head", actual: winner }, "result of a loser");
        }
        const kept = await Promise.all(blocks.map(({ cid }) => storage.has(cid)));
        assertEqual(kept.filter(Boolean).length, 1, "blocks kept of the round");
      }
    }),
  },
  {
    promise: "judges commits in the order of the calls, each on what those before it left",
    check: withStorage(async (storage) => {
      const chain = samples(100);
      const results = await Promise.all(
        chain.map((block, index) => {
          const expect = chain[index - 1]?.cid ?? null;
          return storage.commit({ blocks: [block], refs: [{ name: "head", expect, to: block.cid }] });
        }),
      );
      assertEqual(results.filter(({ ok }) => ok).length, 100, "commits that went through");
      assertEqual(await storage.ref("head"), chain[99]?.cid, "the head");
    }),
  },
  {
    promise: "finds the target of a ref in a commit that was called just before",
    check: withStorage(async (storage) => {
      const results = await Promise.all([
        storage.commit({ blocks: [a] }),
        storage.commit({ refs: [{ name: "r", expect: null, to: a.cid }] }),
      ]);
      assertEqual(
        results.map(({ ok }) => ok),
        [true, true],
        "results",
      );
    }),
  },
  {
    promise: "lets neither a refused commit nor a lost race harm the commits around it",
    check: withStorage(async (storage) => {
      const before = storage.commit({ blocks: [a], refs: [{ name: "a", expect: null, to: a.cid }] });
      const refused = assertFails("CORE_REF_TARGET_MISSING", () =>
        storage.commit({ blocks: [sample(3)], refs: [{ name: "x", expect: null, to: sample(4).cid }] }),
      );
      const lost = storage.commit({
        blocks: [sample(5)],
        refs: [{ name: "a", expect: null, to: sample(5).cid }],
      });
      const after = storage.commit({ blocks: [b], refs: [{ name: "b", expect: null, to: b.cid }] });
      await refused;
      assertEqual(await before, { ok: true, cids: [a.cid] }, "the commit before");
      assertEqual(await lost, { ok: false, ref: "a", actual: a.cid }, "the lost race");
      assertEqual(await after, { ok: true, cids: [b.cid] }, "the commit after");
      assertEqual((await collect(storage.cids())).toSorted(), [a.cid, b.cid].toSorted(), "all CIDs");
    }),
  },
  {
    promise: "shows a reader either nothing or everything of a commit",
    check: withStorage(async (storage) => {
      const blocks = samples(50);
      const refs = ["first", "last"].map((name, index) => ({ name, expect: null, to: sample(index).cid }));
      const commit = mustCommit(storage, { blocks, refs });
      const [last, first] = [await storage.ref("last"), await storage.ref("first")];
      if (last !== null) assertThat(first !== null, "a commit was seen in part");
      if (first !== null)
        assertEqual(await storage.has(sample(49).cid), true, "has a block of the same commit");
      await commit;
    }),
  },
];

/** Where the one commit that went through put the head. */
function onlyWinner(results: readonly CommitResult[]): string | undefined {
  const winners = results.filter((result) => result.ok);
  assertEqual(winners.length, 1, "winners");
  return winners[0]?.cids[0];
}
