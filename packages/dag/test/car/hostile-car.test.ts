import { type Block, cidOf, MAX_BLOCK_BYTES } from "@icn-mesh/core";
import fc from "fast-check";
import { CID } from "multiformats/cid";
import { identity } from "multiformats/hashes/identity";
import { describe, expect, it } from "vitest";
import { scrub } from "../../src/backup/scrub.ts";
import { importCar } from "../../src/car/import-car.ts";
import { readCar } from "../../src/car/read-car.ts";
import { commit, keptLinks, knot, leaf, storeSteps } from "../samples.ts";
import { asForeign, chunksOf, clock, exported, foreignCar, imported, open } from "./cars.ts";

describe("a hostile CAR", () => {
  it("with a flipped bit anywhere brings no wrong block", async () => {
    const storage = open();
    const root = knot(1, [leaf(1).cid, leaf(2).cid]);
    await commit(storage, { blocks: [leaf(1), leaf(2), root] });
    const car = await exported(storage, [root.cid], { keptLinks });
    const codes = new Set<string>();
    for (let bit = 0; bit < car.length * 8; bit++) {
      const damaged = Uint8Array.from(car);
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      const target = open();
      const code = await importCar({ storage: target, clock }, [damaged]).then(
        ({ ok }) => `ok: ${ok}`,
        (error) => error.code,
      );
      codes.add(code);
      expect((await scrub(target)).findings).toEqual([]);
    }
    // A bit of the root in the header names another block, which is no fault of any block.
    expect(codes).toEqual(new Set(["DAG_CAR_REFUSED", "ok: true"]));
  });

  it("that is cut short is refused, unless it ends between two blocks", async () => {
    const storage = open();
    const cids = await storeSteps(storage, "h", 3);
    const car = await exported(storage, [cids[2]!], { keptLinks });
    const whole: number[] = [];
    for (let end = 0; end < car.length; end++) {
      const outcome = await imported(car.subarray(0, end)).then(
        ({ result }) => result.ok && result.blocks,
        (error) => error.code,
      );
      if (typeof outcome === "number") whole.push(outcome);
      else expect(outcome).toBe("DAG_CAR_REFUSED");
    }
    expect(whole).toEqual([0, 1, 2]);
  });

  it("is refused for what it is", async () => {
    const raw = CID.parse(leaf(1).cid);
    const floats = Uint8Array.of(0xfb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0);
    const longInteger = Uint8Array.of(0x18, 1);
    const inline = CID.createV1(0x55, identity.digest(leaf(1).bytes));
    const cases: readonly (readonly [string, Uint8Array])[] = [
      ["malformed-car", new Uint8Array(0)],
      ["malformed-car", Uint8Array.of(0)],
      ["malformed-car", new TextEncoder().encode("this is no CAR")],
      ["malformed-car", Buffer.concat([await foreignCar([raw], []), Uint8Array.of(0)])],
      ["malformed-car", await secondVersion()],
      ["wrong-hash", await foreignCar([raw], [{ cid: raw, bytes: leaf(2).bytes }])],
      ["foreign-cid", await foreignCar([inline], [])],
      ["foreign-cid", await foreignCar([raw], [{ cid: inline, bytes: leaf(1).bytes }])],
      [
        "foreign-cid",
        await foreignCar([], [{ cid: CID.createV0(raw.multihash as never), bytes: leaf(1).bytes }]),
      ],
      ["malformed", await foreignCar([], [asForeign({ cid: cidOf(floats), bytes: floats })])],
      ["not-canonical", await foreignCar([], [asForeign({ cid: cidOf(longInteger), bytes: longInteger })])],
      ["malformed", await foreignCar([], [asForeign({ cid: cidOf(floats, "dag-pb"), bytes: floats })])],
    ];
    for (const [reason, car] of cases) {
      await expect(imported(car), reason).rejects.toMatchObject({
        code: "DAG_CAR_REFUSED",
        failure: { reason },
      });
    }
  });

  it("of the second version is refused before a block of it is read", async () => {
    await expect(readCar([await secondVersion()])).rejects.toMatchObject({ code: "DAG_CAR_REFUSED" });
  });

  it("is read no further than a block may be large, whatever length it claims", async () => {
    const large = new Uint8Array(MAX_BLOCK_BYTES + 200_000);
    const oversized = await foreignCar([], [asForeign({ cid: cidOf(large, "raw"), bytes: large })]);
    await expect(imported(oversized)).rejects.toMatchObject({
      code: "DAG_CAR_TOO_LARGE",
      failure: { bound: "block" },
    });
    const barely = new Uint8Array(MAX_BLOCK_BYTES + 1);
    const refused = await foreignCar([], [asForeign({ cid: cidOf(barely, "raw"), bytes: barely })]);
    await expect(imported(refused)).rejects.toMatchObject({ failure: { reason: "too-large" } });
    const largest = new Uint8Array(MAX_BLOCK_BYTES);
    const taken = await foreignCar([], [asForeign({ cid: cidOf(largest, "raw"), bytes: largest })]);
    expect((await imported(taken)).result).toMatchObject({ ok: true, blocks: 1 });
    const length = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x07];
    for (const [bound, start] of [
      ["header", Uint8Array.from(length)],
      [
        "block",
        Buffer.concat([await foreignCar([], []), Uint8Array.from(length), CID.parse(leaf(1).cid).bytes]),
      ],
    ] as const) {
      let read = 0;
      async function* endless(): AsyncGenerator<Uint8Array> {
        yield start;
        for (;;) {
          read += 65_536;
          yield new Uint8Array(65_536);
        }
      }
      const reading = importCar({ storage: open(), clock }, endless());
      await expect(reading).rejects.toMatchObject({ code: "DAG_CAR_TOO_LARGE", failure: { bound } });
      expect(read).toBeLessThan(MAX_BLOCK_BYTES + 4 * 65_536);
    }
  });

  it("is bounded in blocks and bytes", async () => {
    const car = await foreignCar([], [leaf(1), leaf(2), leaf(3)].map(asForeign));
    expect((await imported(car, { maxBlocks: 3, maxBytes: car.length })).result).toMatchObject({ blocks: 3 });
    await expect(imported(car, { maxBlocks: 2 })).rejects.toMatchObject({ failure: { bound: "blocks" } });
    await expect(imported(car, { maxBytes: car.length - 1 })).rejects.toMatchObject({
      failure: { bound: "bytes" },
    });
  });

  it("with sections shorter than their CIDs comes to an end", async () => {
    const head = await foreignCar([], []);
    const section = Buffer.concat([Uint8Array.of(1), CID.parse(cidOf(new Uint8Array(0), "raw")).bytes]);
    // The last letter of that CID is 85: read as a length, it leads into a section that is good in itself.
    const inside = asForeign(blockOf(new Uint8Array(49)));
    const steppingBack = Buffer.concat([
      Uint8Array.of(35),
      section.subarray(1),
      inside.cid.bytes,
      inside.bytes,
    ]);
    for (const [chunk, sections] of [
      [1, [section, section, section]],
      [7, [section, section, section]],
      [1000, [section, section, section]],
      [1000, [steppingBack]],
    ] as const) {
      const car = Buffer.concat([head, ...sections]);
      const outcome = await importCar({ storage: open(), clock }, chunksOf(car, chunk)).catch(
        ({ code }) => code,
      );
      expect(outcome).toBe("DAG_CAR_REFUSED");
    }
  });

  it("of any bytes is refused with a code", async () => {
    const head = await foreignCar([], []);
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.uint8Array({ minLength: 1, maxLength: 200 }),
        async (isHeaded, bytes) => {
          const car = isHeaded ? Buffer.concat([head, bytes]) : bytes;
          const code = await imported(car).then(
            () => "ok",
            (error) => error.code,
          );
          expect(["DAG_CAR_REFUSED", "DAG_CAR_TOO_LARGE"]).toContain(code);
        },
      ),
    );
  });
});

/** A CAR v2, which is a CAR v1 in a wrapping of fixed length. */
async function secondVersion(): Promise<Uint8Array> {
  const inner = await foreignCar([], [asForeign(leaf(1))]);
  const pragma = Uint8Array.from([0x0a, 0xa1, 0x67, ...new TextEncoder().encode("version"), 0x02]);
  const header = new DataView(new ArrayBuffer(40));
  header.setBigUint64(16, BigInt(pragma.length + 40), true);
  header.setBigUint64(24, BigInt(inner.length), true);
  return Buffer.concat([pragma, new Uint8Array(header.buffer), inner]);
}

function blockOf(bytes: Uint8Array): Block {
  return { cid: cidOf(bytes, "raw"), bytes };
}
