import {
  type Cid,
  cidOf,
  cidToBytes,
  createMemoryDisk,
  createMemoryStorage,
  MAX_BLOCK_BYTES,
} from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { type ScrubFinding, type ScrubReport, scrub } from "../../src/backup/scrub.ts";
import { DagError } from "../../src/errors.ts";
import { commit, knot, leaf } from "../samples.ts";

async function openDamaged(
  damage: (blocks: Map<Cid, Uint8Array>) => void,
  refs: Readonly<Record<string, Cid>> = {},
) {
  const disk = createMemoryDisk();
  const storage = createMemoryStorage({ disk });
  await commit(storage, {
    blocks: Array.from({ length: 200 }, (_, n) => (n % 2 === 0 ? leaf(n) : knot(n))),
    refs: Object.entries(refs).map(([name, to]) => ({ name, expect: null, to })),
  });
  damage(disk.blocks);
  return storage;
}

describe("a scrub", () => {
  it("finds nothing in a good store, and tells how much it looked at", async () => {
    const storage = await openDamaged(() => undefined, { r: leaf(0).cid });
    expect(await scrub(storage)).toMatchObject({ blocks: 200, refs: 1, findings: [], complete: true });
  });

  it("finds every flipped bit of a block", async () => {
    for (const { cid, bytes } of [leaf(2), knot(3)]) {
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const storage = await openDamaged((blocks) => {
          blocks.clear();
          const flipped = Uint8Array.from(bytes);
          flipped[bit >> 3]! ^= 1 << (bit & 7);
          blocks.set(cid, flipped);
        });
        expect((await scrub(storage)).findings).toEqual([{ type: "block", cid, fault: "wrong-hash" }]);
      }
    }
  });

  it("names each damage: bytes, canonical form, size, unreadable blocks, and refs to nothing", async () => {
    const [floats, long, noNode, large] = [
      Uint8Array.of(0xfb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0),
      Uint8Array.of(0x18, 1),
      Uint8Array.of(1),
      new Uint8Array(MAX_BLOCK_BYTES + 1),
    ] as const;
    const storage = await openDamaged(
      (blocks) => {
        blocks.delete(leaf(0).cid);
        blocks.set(cidOf(floats), floats);
        blocks.set(cidOf(long), long);
        blocks.set(cidOf(noNode, "dag-pb"), noNode);
        blocks.set(cidOf(large, "raw"), large);
      },
      { "gone/😀": leaf(0).cid, there: leaf(2).cid },
    );
    const unreadable = leaf(4).cid;
    const failing = {
      ...storage,
      async get(cid: Cid) {
        if (cid === unreadable) throw new DagError("damaged", { code: "DAG_BLOCK_DAMAGED", cid });
        return storage.get(cid);
      },
    };
    const expected: ScrubFinding[] = [
      { type: "block", cid: unreadable, fault: "unreadable" },
      { type: "block", cid: cidOf(floats), fault: "malformed" },
      { type: "block", cid: cidOf(long), fault: "not-canonical" },
      { type: "block", cid: cidOf(noNode, "dag-pb"), fault: "malformed" },
      { type: "block", cid: cidOf(large, "raw"), fault: "too-large" },
      { type: "ref", name: "gone/😀", cid: leaf(0).cid },
    ];
    const { findings } = await scrub(failing);
    expect(new Set(findings)).toEqual(new Set(expected));
    expect(findings).toHaveLength(expected.length);
  });

  it("covers every block and ref exactly once over its slices", async () => {
    const storage = await openDamaged(
      (blocks) => {
        for (const cid of [...blocks.keys()].slice(0, 40)) blocks.set(cid, Uint8Array.of(0));
      },
      { r: leaf(10).cid, s: leaf(12).cid },
    );
    await commit(storage, { blocks: [lastOfAll()] });
    const whole = await scrub(storage);
    expect(whole.blocks).toBe(201);
    const slices: ScrubReport[] = [];
    for (let index = 0; index < 7; index++) slices.push(await scrub(storage, { slice: { index, of: 7 } }));
    const sum = (name: "blocks" | "bytes" | "refs") =>
      slices.reduce((total, slice) => total + slice[name], 0);
    expect([sum("blocks"), sum("bytes"), sum("refs")]).toEqual([whole.blocks, whole.bytes, whole.refs]);
    expect(new Set(slices.flatMap(({ findings }) => findings))).toEqual(new Set(whole.findings));
    expect(slices.every(({ blocks }) => blocks > 0)).toBe(true);
  });

  it("stops at its bound, or when it is told to", async () => {
    const storage = await openDamaged((blocks) => {
      for (const cid of [...blocks.keys()]) blocks.set(cid, Uint8Array.of(0));
    });
    const report = await scrub(storage, { maxFindings: 3 });
    expect(report).toMatchObject({ blocks: 3, complete: false });
    expect(report.findings).toHaveLength(3);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(scrub(storage, { signal })).rejects.toThrow("enough");
  });

  it("does not take a sweep or a moved ref for damage", async () => {
    const storage = await openDamaged(() => undefined, { r: leaf(0).cid });
    const sweeping = {
      ...storage,
      get: async (cid: Cid) => (cid === leaf(2).cid ? undefined : storage.get(cid)),
      has: async (cid: Cid) => cid !== leaf(2).cid && cid !== leaf(0).cid,
      ref: async () => leaf(4).cid,
    };
    expect((await scrub(sweeping)).findings).toEqual([]);
  });

  it("passes on errors that are not damage", async () => {
    const storage = await openDamaged(() => undefined);
    await storage.close();
    await expect(scrub(storage)).rejects.toMatchObject({ code: "CORE_STORAGE_CLOSED" });
    const failing = {
      ...(await openDamaged(() => undefined)),
      get: async () => {
        throw new Error("the cable is out");
      },
    };
    await expect(scrub(failing)).rejects.toThrow("the cable is out");
  });
});

/** A block whose digest begins with the largest number that a slice goes by. */
function lastOfAll() {
  for (let n = 0; ; n++) {
    const block = leaf(n);
    const digest = cidToBytes(block.cid).subarray(4);
    if (digest[0] === 255 && digest[1] === 255) return block;
  }
}
