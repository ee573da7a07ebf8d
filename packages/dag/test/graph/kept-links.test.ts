import { cidOf, entryRecord, type JobId, signedRecords } from "@icn-mesh/core";
import { encode, prepare } from "@ipld/dag-pb";
import fc from "fast-check";
import { CID } from "multiformats/cid";
import { describe, expect, it } from "vitest";
import { createKeptLinks } from "../../src/graph/kept-links.ts";
import { leaseRecord } from "../../src/graph/lease-record.ts";
import { recordTypeOf } from "../../src/graph/record-type-of.ts";
import { account, knot, leaf, net } from "../samples.ts";

const keptLinks = createKeptLinks(signedRecords);
const [prev, fact] = [knot(1).cid, knot(2).cid];

describe("what a block keeps", () => {
  it("is, for a known record, what its definition says", () => {
    const happened = { type: "fact", cid: fact, sig: new Uint8Array(64) } as const;
    const job = prev as unknown as JobId;
    const head = { net, by: account, via: null, job };
    const bytes = entryRecord.codec.encode({ t: "icn/entry/1", ...head, seq: 1, prev, happened });
    expect(keptLinks({ cid: cidOf(bytes), bytes })).toEqual([prev, fact]);
  });

  it("is, for a lease, its blocks and the lease record before it", () => {
    const bytes = leaseRecord.codec.encode({ t: "dag/lease/1", at: 1, prev, keeps: [fact] });
    expect(keptLinks({ cid: cidOf(bytes), bytes })).toEqual([prev, fact]);
  });

  it("is nothing for plain bytes, for a record of an unknown kind, and for one that is not what it claims", () => {
    expect(keptLinks(leaf(1))).toEqual([]);
    expect(keptLinks(knot(3, [prev]))).toEqual([]);
    const claims = Uint8Array.from([0xa1, 0x61, 0x74, 0x6b, ...new TextEncoder().encode("icn/entry/1")]);
    expect(recordTypeOf(claims)).toBe("icn/entry/1");
    expect(keptLinks({ cid: cidOf(claims), bytes: claims })).toEqual([]);
  });

  it("is, for a node of a file, its pieces, but no record and nothing that this mesh does not admit", () => {
    const v0 = CID.parse("QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n"); // the empty node
    const hashes = [CID.parse(leaf(1).cid), CID.parse(prev), v0];
    const bytes = encode(prepare({ Links: hashes.map((Hash) => ({ Hash })) }));
    expect(keptLinks({ cid: cidOf(bytes, "dag-pb"), bytes })).toEqual([leaf(1).cid]);
  });

  it("is told of any bytes under any codec, without an error", () => {
    const codec = fc.constantFrom("dag-cbor" as const, "dag-pb" as const, "raw" as const);
    fc.assert(
      fc.property(codec, fc.uint8Array({ maxLength: 100 }), (kind, bytes) => {
        expect(keptLinks({ cid: cidOf(bytes, kind), bytes })).toEqual([]);
      }),
    );
  });
});

it("finds the type of a record of any length of name, and of nothing else", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 64 }), fc.nat(23), (type, fields) => {
      const text = new TextEncoder().encode(type);
      const head = text.length < 24 ? [0x60 + text.length] : [0x78, text.length];
      expect(recordTypeOf(Uint8Array.from([0xa0 + fields, 0x61, 0x74, ...head, ...text, 0]))).toBe(type);
    }),
  );
  expect(recordTypeOf(new Uint8Array(0))).toBeUndefined();
  expect(recordTypeOf(Uint8Array.of(0xb8, 0x61, 0x74, 0x61, 0x61))).toBeUndefined();
  expect(recordTypeOf(Uint8Array.of(0xa1, 0x61, 0x75, 0x61, 0x61))).toBeUndefined();
  expect(recordTypeOf(Uint8Array.of(0xa1, 0x61, 0x74, 0x78, 0xff))).toBeUndefined();
});
