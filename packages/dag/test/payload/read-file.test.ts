import { type Cid, cidOf, createMemoryStorage, type Storage } from "@icn-mesh/core";
import { collect, createHandClock } from "@icn-mesh/core/testing";
import { encode, prepare } from "@ipld/dag-pb";
import fc from "fast-check";
import { UnixFS } from "ipfs-unixfs";
import { CID } from "multiformats/cid";
import { beforeEach, describe, expect, it } from "vitest";
import { putFile } from "../../src/payload/put-file.ts";
import { readFile, sizeOfFile } from "../../src/payload/read-file.ts";
import { commit, knot, leaf } from "../samples.ts";

const clock = createHandClock();
let storage: Storage;

beforeEach(() => {
  storage = createMemoryStorage();
});

async function read(cid: Cid, options: Parameters<typeof readFile>[2] = {}): Promise<Buffer> {
  return Buffer.concat(await collect(readFile(storage, cid, options)));
}

/** The store as it is, noting each block that is read. */
function countingReads(reads: Cid[]): Pick<Storage, "get"> {
  return {
    get(cid) {
      reads.push(cid);
      return storage.get(cid);
    },
  };
}

/** A node with links to these pieces, of which it says that they have these sizes. */
async function node(
  pieces: readonly (readonly [cid: string, size: number | bigint])[],
  file: ConstructorParameters<typeof UnixFS>[0] = {},
): Promise<Cid> {
  const blockSizes = pieces.map(([, size]) => BigInt(size));
  const unixfs = new UnixFS({ type: "file", blockSizes, ...file });
  const links = pieces.map(([cid]) => ({ Hash: CID.parse(cid) }));
  const bytes = encode(prepare({ Data: unixfs.marshal(), Links: links }));
  await commit(storage, { blocks: [{ codec: "dag-pb", bytes }] });
  return cidOf(bytes, "dag-pb");
}

describe("reading a file", () => {
  it("gives the bytes of any range that the file has, and reads no block outside it", async () => {
    const bytes = Uint8Array.from({ length: 1000 }, (_, at) => at % 251);
    const file = await putFile({ storage, clock }, [bytes], { chunkBytes: 10 });
    const cid = (file.ok && file.cid) as Cid;
    const range = fc.integer({ min: -5, max: 1010 });
    await fc.assert(
      fc.asyncProperty(range, fc.option(range, { nil: undefined }), async (offset, length) => {
        const reads: Cid[] = [];
        const counting = countingReads(reads);
        const options = length === undefined ? { offset } : { offset, length };
        const part = Buffer.concat(await collect(readFile(counting, cid, options)));
        const start = Math.max(0, offset);
        const expected = bytes.subarray(start, length === undefined ? 1000 : start + Math.max(0, length));
        expect(part).toEqual(Buffer.from(expected));
        expect(reads.length).toBeLessThanOrEqual(1 + Math.ceil(expected.length / 10) + 1);
      }),
    );
  });

  it("reads a piece only when the one before was taken", async () => {
    const file = await putFile({ storage, clock }, [new Uint8Array(100).map((_, at) => at)], {
      chunkBytes: 10,
    });
    const reads: Cid[] = [];
    const counting = countingReads(reads);
    const chunks = readFile(counting, (file.ok && file.cid) as Cid);
    await chunks.next();
    expect(reads).toHaveLength(2);
    await chunks.return();
    expect(reads).toHaveLength(2);
  });

  it("reads bytes that a node holds itself before those of its pieces", async () => {
    await commit(storage, { blocks: [leaf(1)] });
    const cid = await node([[leaf(1).cid, 6]], { data: new TextEncoder().encode("inline ") });
    expect((await read(cid)).toString()).toBe("inline leaf 1");
    expect((await read(cid, { offset: 3, length: 6 })).toString()).toBe("ine le");
    expect(await sizeOfFile(storage, cid)).toBe(13);
  });

  it("names the piece that is missing", async () => {
    const cid = await node([[leaf(1).cid, 6]]);
    await expect(read(cid)).rejects.toMatchObject({
      code: "DAG_BLOCK_MISSING",
      failure: { cid: leaf(1).cid },
    });
    await expect(read(leaf(2).cid)).rejects.toMatchObject({ code: "DAG_BLOCK_MISSING" });
  });

  it("stops when it is told to", async () => {
    await commit(storage, { blocks: [leaf(1)] });
    const cid = await node([[leaf(1).cid, 6]]);
    await expect(read(cid, { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
  });
});

describe("a stranger's file", () => {
  it("is refused where its blocks are no file", async () => {
    await commit(storage, { blocks: [leaf(1), knot(1), { codec: "dag-pb", bytes: Uint8Array.of(1) }] });
    const empty = encode(prepare({ Links: [] }));
    await commit(storage, { blocks: [{ codec: "dag-pb", bytes: empty }] });
    const odd = encode(prepare({ Data: Uint8Array.of(0xff), Links: [] }));
    await commit(storage, { blocks: [{ codec: "dag-pb", bytes: odd }] });
    const noUnixfs = cidOf(odd, "dag-pb");
    const identity = CID.createV1(0x55, {
      code: 0,
      size: 1,
      digest: Uint8Array.of(1),
      bytes: Uint8Array.of(0, 1, 1),
    });
    const cases: readonly (readonly [Cid, string])[] = [
      [knot(1).cid, "malformed"],
      [cidOf(Uint8Array.of(1), "dag-pb"), "malformed"],
      [cidOf(empty, "dag-pb"), "malformed"],
      [noUnixfs, "malformed"],
      [await node([], { type: "directory" }), "not-a-file"],
      [await node([], { type: "symlink", data: Uint8Array.of(1) }), "not-a-file"],
      [await node([[leaf(1).cid, 6]], { blockSizes: [] }), "malformed"],
      [await node([[identity.toString(), 1]]), "foreign-link"],
      [await node([[knot(1).cid, 1]]), "foreign-link"],
    ];
    for (const [cid, reason] of cases) {
      await expect(read(cid), reason).rejects.toMatchObject({
        code: "DAG_FILE_REFUSED",
        failure: { cid, reason },
      });
    }
  });

  it("is refused where it lies about a size, whichever way", async () => {
    await commit(storage, { blocks: [leaf(1)] });
    for (const size of [5, 7, 2 ** 40]) {
      const cid = await node([[leaf(1).cid, size]]);
      await expect(read(cid)).rejects.toMatchObject({
        code: "DAG_FILE_REFUSED",
        failure: { cid: leaf(1).cid, reason: "wrong-size" },
      });
    }
    const huge = await node([[leaf(1).cid, 2n ** 63n]]);
    await expect(read(huge)).rejects.toMatchObject({ code: "DAG_FILE_REFUSED", failure: { cid: huge } });
  });

  it("costs no more blocks, bytes and depth than allowed, however much it promises", async () => {
    await commit(storage, { blocks: [leaf(1)] });
    let cid = leaf(1).cid;
    let size = 6;
    // Ten links to the same piece on each of nine levels: a few hundred bytes that claim to be gigabytes.
    for (let level = 0; level < 9; level++) {
      cid = await node(Array.from({ length: 10 }, () => [cid, size] as const));
      size *= 10;
    }
    await expect(read(cid, { maxBytes: 1000 })).rejects.toMatchObject({
      code: "DAG_FILE_TOO_LARGE",
      failure: { bound: "bytes" },
    });
    await expect(read(cid, { maxBlocks: 1000 })).rejects.toMatchObject({ failure: { bound: "blocks" } });
    await expect(read(cid, { maxDepth: 8 })).rejects.toMatchObject({ failure: { bound: "depth" } });
    expect(
      (await read(cid, { maxDepth: 9, maxBlocks: 10, offset: 6e8, length: 6, maxBytes: 6 })).toString(),
    ).toBe("leaf 1");
  });

  it("of ten thousand levels is refused without running out of stack", async () => {
    await commit(storage, { blocks: [leaf(1)] });
    let cid = leaf(1).cid;
    for (let level = 0; level < 10_000; level++) cid = await node([[cid, 6]]);
    await expect(read(cid)).rejects.toMatchObject({ failure: { bound: "depth" } });
    expect((await read(cid, { maxDepth: 10_000 })).toString()).toBe("leaf 1");
  });

  it("has empty pieces that cost nothing", async () => {
    const cid = await node(Array.from({ length: 1000 }, () => [leaf(9).cid, 0] as const));
    expect(await read(cid, { maxBlocks: 1 })).toEqual(Buffer.alloc(0));
  });

  it("of any bytes gives bytes or a coded refusal", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
        const cid = cidOf(bytes, "dag-pb");
        await commit(storage, { blocks: [{ codec: "dag-pb", bytes }] });
        const outcome = await read(cid, { maxBytes: 1000 }).catch(({ code }) => code);
        expect(outcome instanceof Buffer || String(outcome).startsWith("DAG_")).toBe(true);
      }),
    );
  });
});
