import { type BlockCodec, cidOf } from "../../ids/cid.ts";
import { MAX_BLOCK_BYTES } from "../../ports/storage.ts";
import { assertEqual, assertFails } from "../assert.ts";
import { collect } from "../collect.ts";
import type { Contract } from "../contract.ts";
import { sample, samples } from "./storage-samples.ts";
import { mustCommit, type StorageSubject, withStorage } from "./storage-subject.ts";

/** What a store promises about blocks. */
export const blockPromises: Contract<StorageSubject> = [
  {
    promise: "returns the bytes of a block under the CID of their content, whatever its codec",
    check: withStorage(async (storage) => {
      const { bytes } = sample(1);
      for (const codec of ["dag-cbor", "raw", "dag-pb"] as const satisfies BlockCodec[]) {
        assertEqual(
          await mustCommit(storage, { blocks: [{ codec, bytes }] }),
          [cidOf(bytes, codec)],
          `a ${codec} CID`,
        );
        assertEqual(await storage.get(cidOf(bytes, codec)), bytes, `a ${codec} block`);
        assertEqual(await storage.has(cidOf(bytes, codec)), true, `has a ${codec} block`);
      }
    }),
  },
  {
    promise: "takes bytes for dag-cbor when no codec is given",
    check: withStorage(async (storage) => {
      const { cid, bytes } = sample(1);
      assertEqual(await mustCommit(storage, { blocks: [{ bytes }] }), [cid], "CIDs");
    }),
  },
  {
    promise: "says of a block that it does not have it",
    check: withStorage(async (storage) => {
      await mustCommit(storage, { blocks: [sample(1)] });
      assertEqual(await storage.get(sample(2).cid), undefined, "the block");
      assertEqual(await storage.has(sample(2).cid), false, "has");
      assertEqual(await storage.has(cidOf(sample(1).bytes, "raw")), false, "has under another codec");
    }),
  },
  {
    promise: "is unmoved when the caller reuses its buffer as soon as it has called",
    check: withStorage(async (storage) => {
      const buffer = Uint8Array.from(sample(1).bytes);
      const sharing = Object.assign(buffer, { slice: () => buffer }); // as the slice of a Buffer does
      const committed = mustCommit(storage, { blocks: [{ bytes: sharing }] });
      buffer.fill(0);
      assertEqual(await committed, [sample(1).cid], "CIDs");
      assertEqual(await storage.get(sample(1).cid), sample(1).bytes, "the block");
    }),
  },
  {
    promise: "is unmoved when a reader writes to the bytes that it got",
    check: withStorage(async (storage) => {
      await mustCommit(storage, { blocks: [sample(1)] });
      (await storage.get(sample(1).cid))?.fill(0);
      assertEqual(await storage.get(sample(1).cid), sample(1).bytes, "the block");
    }),
  },
  {
    promise: "stores of a view into a larger buffer the view only",
    check: withStorage(async (storage) => {
      const { cid, bytes } = sample(1);
      const larger = new Uint8Array(100).fill(7);
      larger.set(bytes, 50);
      await mustCommit(storage, { blocks: [{ bytes: larger.subarray(50, 50 + bytes.length) }] });
      assertEqual(await storage.get(cid), bytes, "the block");
    }),
  },
  {
    promise: "names the CIDs in the order of the blocks, and keeps equal blocks once",
    check: withStorage(async (storage) => {
      const blocks = [sample(2), sample(1), sample(2)];
      const cids = blocks.map(({ cid }) => cid);
      assertEqual(await mustCommit(storage, { blocks }), cids, "CIDs");
      assertEqual(await mustCommit(storage, { blocks }), cids, "CIDs, the second time");
      assertEqual((await collect(storage.cids())).toSorted(), cids.slice(0, 2).toSorted(), "all CIDs");
    }),
  },
  {
    promise: "stores a block without bytes, and one of the largest size",
    check: withStorage(async (storage) => {
      const largest = new Uint8Array(MAX_BLOCK_BYTES).fill(7);
      for (const bytes of [new Uint8Array(0), largest]) {
        await mustCommit(storage, { blocks: [{ codec: "raw", bytes }] });
        assertEqual(await storage.get(cidOf(bytes, "raw")), bytes, "the block");
      }
    }),
  },
  {
    promise: "refuses a commit with a block that is too large, and writes nothing of it",
    check: withStorage(async (storage) => {
      const blocks = [sample(1), { codec: "raw", bytes: new Uint8Array(MAX_BLOCK_BYTES + 1) } as const];
      await assertFails("CORE_BLOCK_TOO_LARGE", () => storage.commit({ blocks }));
      assertEqual(await collect(storage.cids()), [], "all CIDs");
    }),
  },
  {
    promise: "refuses a commit with a block of an unknown codec, and writes nothing of it",
    check: withStorage(async (storage) => {
      const blocks = [sample(1), { codec: "dag-json" as BlockCodec, bytes: sample(2).bytes }];
      await assertFails("CORE_UNKNOWN_CODEC", () => storage.commit({ blocks }));
      assertEqual(await collect(storage.cids()), [], "all CIDs");
    }),
  },
  {
    promise: "lists every block once",
    check: withStorage(async (storage) => {
      const blocks = samples(1000);
      await Promise.all(blocks.map((block) => mustCommit(storage, { blocks: [block] })));
      assertEqual(
        (await collect(storage.cids())).toSorted(),
        blocks.map(({ cid }) => cid).toSorted(),
        "all CIDs",
      );
    }),
  },
  {
    promise: "lists a block once even while others are committed",
    check: withStorage(async (storage) => {
      await mustCommit(storage, { blocks: samples(10) });
      const seen = new Set<string>();
      for await (const cid of storage.cids()) {
        assertEqual(seen.has(cid), false, "seen before");
        seen.add(cid);
        if (seen.size <= 300) await mustCommit(storage, { blocks: [sample(100 + seen.size)] });
      }
      for (const { cid } of samples(10)) assertEqual(seen.has(cid), true, "seen");
    }),
  },
];
