import { type Cid, createMemoryStorage, MAX_BLOCK_BYTES } from "@icn-mesh/core";
import { collect, createHandClock } from "@icn-mesh/core/testing";
import fc from "fast-check";
import { exporter } from "ipfs-unixfs-exporter";
import { importBytes } from "ipfs-unixfs-importer";
import { fixedSize } from "ipfs-unixfs-importer/chunker";
import { balanced, trickle } from "ipfs-unixfs-importer/layout";
import { describe, expect, it } from "vitest";
import { createBlockstore } from "../../src/blockstore/create-blockstore.ts";
import { foreignCid } from "../../src/graph/foreign-cid.ts";
import { putFile } from "../../src/payload/put-file.ts";
import { readFile, sizeOfFile } from "../../src/payload/read-file.ts";
import { collectGarbage } from "../../src/retention/collect-garbage.ts";
import { pinning, readPins } from "../../src/retention/pins.ts";
import { keptLinks, leaf } from "../samples.ts";

const clock = createHandClock();
const open = () => createMemoryStorage({ keptLinks });

async function put(
  storage: ReturnType<typeof open>,
  bytes: Uint8Array,
  options: Parameters<typeof putFile>[2] = {},
) {
  const result = await putFile({ storage, clock }, [bytes], options);
  if (!result.ok) throw new Error("the file lost a race");
  return result.cid;
}

function content(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, at) => (at * 2_654_435_761) >>> 13);
}

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  return Buffer.concat(await collect(chunks));
}

describe("a file in the store", () => {
  it("has the CID that other unixfs tools give it, whatever its size and however it comes in", async () => {
    const sizes = fc.oneof(fc.nat(50), fc.constantFrom(0, 10, 1024 * 10, 1024 * 10 + 1, 1024 * 10 - 10));
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 9 }),
        async (size, cuts) => {
          const bytes = content(size);
          const result = await putFile({ storage: open(), clock }, pieces(bytes, cuts), { chunkBytes: 10 });
          expect(result).toMatchObject({ ok: true, bytes: size });
          expect(result.ok && result.cid).toBe(await importedCid(bytes, 10));
        },
      ),
      { numRuns: 40 },
    );
  });

  it("has that CID also with nodes over nodes, and nodes over one leaf", async () => {
    for (const leaves of [1023, 1024, 1025, 2048, 1024 * 3 + 1]) {
      expect(await put(open(), content(leaves), { chunkBytes: 1 })).toBe(
        await importedCid(content(leaves), 1),
      );
    }
  });

  it("is read by the exporter of IPFS as it was put", async () => {
    const storage = open();
    const bytes = content(5 * 1024 * 1024 + 7);
    const cid = await put(storage, bytes);
    const entry = await exporter(foreignCid(cid), createBlockstore(storage));
    if (entry.type !== "file") throw new Error("no file");
    expect(Buffer.compare(await joined(entry.content()), bytes)).toBe(0);
  });

  it("of the importer of IPFS is read back, in every layout", async () => {
    const bytes = content(3000);
    for (const options of [
      { rawLeaves: false, reduceSingleLeafToSelf: false, layout: balanced({ maxChildrenPerNode: 4 }) },
      { rawLeaves: true, layout: trickle({ maxChildrenPerNode: 3 }) },
      { rawLeaves: false, layout: trickle({ maxChildrenPerNode: 3 }), leafType: "raw" as const },
    ]) {
      const storage = open();
      const blocks = createBlockstore(storage);
      const { cid } = await importBytes(bytes, blocks, {
        ...options,
        chunker: fixedSize({ chunkSize: 100 }),
      });
      expect(await joined(readFile(storage, cid.toString() as Cid))).toEqual(Buffer.from(bytes));
      expect(await joined(readFile(storage, cid.toString() as Cid, { offset: 950, length: 333 }))).toEqual(
        Buffer.from(bytes.subarray(950, 1283)),
      );
    }
  });

  it("is stored once, however often it is put", async () => {
    const storage = open();
    const twice = new Uint8Array(4096);
    await put(storage, twice, { chunkBytes: 1024 });
    await put(storage, twice, { chunkBytes: 1024 });
    expect(await collect(storage.cids())).toHaveLength(2);
  });

  it("is kept by what is committed with its last block, and is garbage without", async () => {
    const storage = open();
    const bytes = content(9000);
    const keep = ({ cid, bytes: size }: { cid: Cid; bytes: number }) =>
      pinning({ name: "f", target: cid, bytes: size, at: 1, until: null });
    const kept = await put(storage, bytes, { chunkBytes: 1000, keep });
    await put(storage, content(5000), { chunkBytes: 999 });
    await collectGarbage(storage, { keptLinks });
    expect(await joined(readFile(storage, kept))).toEqual(Buffer.from(bytes));
    expect(await collect(storage.cids())).toHaveLength(11);
    expect(await collect(readPins(storage))).toMatchObject([{ target: kept, bytes: 9000 }]);
  });

  it("is not kept where the race for its name is lost", async () => {
    const storage = open();
    await storage.commit({ blocks: [leaf(1)], refs: [{ name: "r", expect: null, to: leaf(1).cid }] });
    const keep = ({ cid }: { cid: Cid }) => ({ refs: [{ name: "r", expect: null, to: cid }] });
    const lost = await putFile({ storage, clock }, [content(5)], { keep });
    expect(lost).toEqual({ ok: false, ref: "r", actual: leaf(1).cid });
    expect(await collect(storage.refs("lease/"))).toEqual([]);
  });
});

describe("a stream that is put", () => {
  const chunk = new Uint8Array(1024 * 1024);

  it("is not read ahead of what is stored", async () => {
    const storage = open();
    let read = 0;
    let stored = 0;
    let ahead = 0;
    const counting = {
      ...storage,
      commit(input: Parameters<typeof storage.commit>[0]) {
        stored += input.blocks?.filter(({ codec }) => codec === "raw").length ?? 0;
        return storage.commit(input);
      },
    };
    async function* source(): AsyncGenerator<Uint8Array> {
      for (let n = 0; n < 40; n++) {
        ahead = Math.max(ahead, read - stored);
        read++;
        yield new Uint8Array(chunk.length).fill(n);
      }
    }
    await putFile({ storage: counting, clock }, source());
    expect([read, stored]).toEqual([40, 40]);
    expect(ahead).toBeLessThanOrEqual(6);
  });

  it("leaves nothing that is kept when it fails, is stopped, or is too large", async () => {
    const failures = [
      { source: failing(), options: {}, expected: { message: "the disk is gone" } },
      { source: endless(), options: { maxBytes: 9_000_000 }, expected: { code: "DAG_FILE_TOO_LARGE" } },
      {
        source: endless(),
        options: { signal: AbortSignal.abort(new Error("enough")) },
        expected: { message: "enough" },
      },
    ];
    for (const { source, options, expected } of failures) {
      const storage = open();
      await expect(putFile({ storage, clock }, source, options)).rejects.toMatchObject(expected);
      await collectGarbage(storage, { keptLinks });
      expect(await collect(storage.cids())).toEqual([]);
    }
  });

  it("may have the largest chunks that a block can hold", async () => {
    const storage = open();
    const cid = await put(storage, content(MAX_BLOCK_BYTES + 1), { chunkBytes: MAX_BLOCK_BYTES });
    expect(await sizeOfFile(storage, cid)).toBe(MAX_BLOCK_BYTES + 1);
  });

  async function* failing(): AsyncGenerator<Uint8Array> {
    for (let n = 0; n < 9; n++) yield chunk;
    throw new Error("the disk is gone");
  }

  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield chunk;
  }
});

async function importedCid(bytes: Uint8Array, chunkSize: number): Promise<string> {
  const options = {
    chunker: fixedSize({ chunkSize }),
    layout: balanced({ maxChildrenPerNode: 1024 }),
    rawLeaves: true,
    cidVersion: 1 as const,
  };
  const { cid } = await importBytes(bytes, createBlockstore(open()), options);
  return cid.toString();
}

function* pieces(bytes: Uint8Array, cuts: readonly number[]): Generator<Uint8Array> {
  let at = 0;
  for (const cut of cuts) {
    yield bytes.subarray(at, at + cut);
    at += cut;
  }
  yield bytes.subarray(at);
}
