import { type Cid, parseCid } from "../../ids/cid.ts";
import type { Storage } from "../../ports/storage.ts";
import { assertEqual, assertFails, assertThat } from "../assert.ts";
import { collect } from "../collect.ts";
import type { Contract } from "../contract.ts";
import { keeper, keptLinksOfSamples, sample, samples } from "./storage-samples.ts";
import { mustCommit, type StorageSubject, withStorage } from "./storage-subject.ts";

const [a, b, c] = [sample(1), sample(2), sample(3)];
const keeping = { keptLinks: keptLinksOfSamples };

/** What a store promises about the removal of garbage. */
export const sweepPromises: Contract<StorageSubject> = [
  {
    promise: "removes of the blocks that it is given those that nothing keeps, and tells which",
    check: withStorage(async (storage) => {
      await mustCommit(storage, { blocks: [a, b, c], refs: [{ name: "r", expect: null, to: b.cid }] });
      assertEqual(await storage.sweep([c.cid, b.cid]), [c.cid], "removed");
      assertEqual(await storage.get(c.cid), undefined, "the removed block");
      assertEqual(await storage.has(c.cid), false, "has the removed block");
      assertEqual((await collect(storage.cids())).toSorted(), [a.cid, b.cid].toSorted(), "all CIDs");
      assertEqual(await storage.sweep([a.cid]), [a.cid], "removed later");
    }, keeping),
  },
  {
    promise: "tells what it removed in the order given, once, and nothing of blocks that it never had",
    check: withStorage(async (storage) => {
      await mustCommit(storage, { blocks: [a, b] });
      assertEqual(await storage.sweep([]), [], "removed of nothing");
      assertEqual(await storage.sweep([b.cid, c.cid, a.cid, b.cid]), [b.cid, a.cid], "removed");
      assertEqual(await storage.sweep([a.cid, b.cid]), [], "removed again");
    }, keeping),
  },
  {
    promise: "keeps whatever a ref reaches over kept links, a thousand links deep",
    check: withStorage(async (storage) => {
      const chain = await storeChain(storage, 1000);
      assertEqual(await storage.sweep(chain), [], "removed");
      const kept = await Promise.all(chain.map((cid) => storage.has(cid)));
      assertEqual(kept.every(Boolean), true, "all are kept");
    }, keeping),
  },
  {
    promise: "does not keep what a block only names",
    check: withStorage(
      async (storage) => {
        const root = keeper(a.cid);
        await mustCommit(storage, { blocks: [a, root], refs: [{ name: "r", expect: null, to: root.cid }] });
        assertEqual(await storage.sweep([a.cid, root.cid]), [a.cid], "removed");
      },
      { keptLinks: () => [] },
    ),
  },
  {
    promise: "removes a history when its ref is gone, and keeps what another ref still reaches",
    check: withStorage(async (storage) => {
      const chain = await storeChain(storage, 10);
      const [head, middle] = [chain.at(-1) ?? null, chain[4] ?? null];
      await mustCommit(storage, { refs: [{ name: "half", expect: null, to: middle }] });
      await mustCommit(storage, { refs: [{ name: "head", expect: head, to: null }] });
      assertEqual(await storage.sweep(chain), chain.slice(5), "removed");
    }, keeping),
  },
  {
    promise: "looks past a kept link to a block that is missing",
    check: withStorage(async (storage) => {
      const middle = keeper(b.cid);
      const root = keeper(a.cid, middle.cid);
      const blocks = [b, c, middle, root];
      await mustCommit(storage, { blocks, refs: [{ name: "r", expect: null, to: root.cid }] });
      assertEqual(await storage.sweep([a.cid, ...blocks.map(({ cid }) => cid)]), [c.cid], "removed");
    }, keeping),
  },
  {
    promise: "keeps what a commit reaches that was called before",
    check: withStorage(async (storage) => {
      await mustCommit(storage, { blocks: [a, b] });
      const root = keeper(a.cid);
      const committed = mustCommit(storage, {
        blocks: [root],
        refs: [{ name: "r", expect: null, to: root.cid }],
      });
      const removed = storage.sweep([a.cid, b.cid, root.cid]);
      await committed;
      assertEqual(await removed, [b.cid], "removed");
    }, keeping),
  },
  {
    promise: "never leaves a ref without its block, whether sweep or commit comes first",
    check: withStorage(async (storage) => {
      for (const { cid, bytes } of samples(20)) {
        await mustCommit(storage, { blocks: [{ bytes }] });
        const removed = storage.sweep([cid]);
        const pointed = storage
          .commit({ refs: [{ name: cid, expect: null, to: cid }] })
          .catch(() => undefined);
        const result = await pointed;
        assertThat(
          (result === undefined) === (await removed).includes(cid),
          "a block was both removed and pointed at",
        );
        assertEqual(await storage.has(cid), (await storage.ref(cid)) !== null, "has the block");
      }
    }, keeping),
  },
  {
    promise: "stores again what it removed",
    check: withStorage(async (storage) => {
      await mustCommit(storage, { blocks: [a] });
      await storage.sweep([a.cid]);
      await mustCommit(storage, { blocks: [a], refs: [{ name: "r", expect: null, to: a.cid }] });
      assertEqual(await storage.get(a.cid), a.bytes, "the block");
      assertEqual(await collect(storage.cids()), [a.cid], "all CIDs");
    }, keeping),
  },
  {
    promise: "removes nothing when the kept links of a block cannot be told",
    check: withStorage(
      async (storage) => {
        await mustCommit(storage, { blocks: [a, b], refs: [{ name: "r", expect: null, to: a.cid }] });
        await assertFails("CORE_KEPT_LINKS_FAILED", () => storage.sweep([b.cid]));
        assertEqual(await storage.has(b.cid), true, "has the block");
      },
      {
        keptLinks: () => [parseCid("no CID")],
      },
    ),
  },
  {
    promise: "refuses to sweep when it was not told which links keep",
    check: withStorage(async (storage) => {
      await mustCommit(storage, { blocks: [a] });
      await assertFails("CORE_KEPT_LINKS_MISSING", () => storage.sweep([a.cid]));
      assertEqual(await storage.has(a.cid), true, "has the block");
    }),
  },
];

/** A history of blocks, each keeping the one before, with the ref `head` on the last; the oldest first. */
async function storeChain(storage: Storage, length: number): Promise<Cid[]> {
  const blocks = [keeper(a.cid)];
  while (blocks.length < length) blocks.push(keeper(blocks.at(-1)?.cid ?? a.cid));
  const cids = blocks.map(({ cid }) => cid);
  await mustCommit(storage, { blocks, refs: [{ name: "head", expect: null, to: cids.at(-1) ?? null }] });
  return cids;
}
