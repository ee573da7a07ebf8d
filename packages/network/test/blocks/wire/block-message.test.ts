import { cidFromBytes, cidOf } from "@icn-mesh/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  carriedBlock,
  decodeBlockMessage,
  encodeBlockMessage,
  MAX_MESSAGE_ENTRIES,
  wantOf,
} from "../../../src/blocks/wire/block-message.ts";
import { createProtoWriter } from "../../../src/blocks/wire/proto-fields.ts";

const name = Uint8Array.of(1, 0x55, 0x12, 0x20, ...new Uint8Array(32).fill(7));
const cid = cidFromBytes(name);

/** What @helia/bitswap 4.0.19 writes for the message of the first test. */
const OF_HELIA =
  "0a86010a2a0a2401551220070707070707070707070707070707070707070707070707070707070707070710012801" +
  "0a2a0a2401551220070707070707070707070707070707070707070707070707070707070707070710012001" +
  "0a2a0a2401551220070707070707070707070707070707070707070707070707070707070707070710011801" +
  "10001a0b0a040155122012030102032228" +
  "0a24015512200707070707070707070707070707070707070707070707070707070707070707100122260a24" +
  "015512200707070707070707070707070707070707070707070707070707070707070707";

describe("a block message", () => {
  it("is read as the IPFS libraries write it", () => {
    expect(decodeBlockMessage(Buffer.from(OF_HELIA, "hex"))).toEqual({
      wants: [
        { name: Buffer.from(name), cid, type: "block", answerNo: true },
        { name: Buffer.from(name), cid, type: "presence", answerNo: false },
        { name: Buffer.from(name), cid, type: "cancel", answerNo: false },
      ],
      blocks: [{ codec: "raw", bytes: Buffer.from([1, 2, 3]) }],
      presences: [
        { name: Buffer.from(name), cid, has: false },
        { name: Buffer.from(name), cid, has: true },
      ],
    });
  });

  it("comes back as it was written, blocks of every codec", () => {
    const blocks = (["raw", "dag-cbor", "dag-pb"] as const).map((codec, at) => {
      const bytes = new Uint8Array(300 * at).fill(at);
      return carriedBlock(cidOf(bytes, codec), bytes);
    });
    const wants = [
      wantOf(cid, "block"),
      wantOf(cid, "presence"),
      { ...wantOf(cid, "cancel"), answerNo: false },
    ];
    const message = { wants, blocks, presences: [{ name, cid, has: true }] };
    expect(decodeBlockMessage(encodeBlockMessage(message))).toEqual(message);
  });

  it("names a block that this mesh cannot have, without a CID", () => {
    const foreign = Uint8Array.of(0x12, 0x20, ...new Uint8Array(32)); // CIDv0
    const message = encodeBlockMessage({
      wants: [{ name: foreign, cid: undefined, type: "block", answerNo: true }],
      blocks: [],
      presences: [],
    });
    expect(decodeBlockMessage(message)?.wants).toEqual([
      { name: foreign, cid: undefined, type: "block", answerNo: true },
    ]);
  });

  it("is read without the fields that a later version adds", () => {
    const later = createProtoWriter();
    later.number(99, 2 ** 40);
    later.bytes(6, Uint8Array.of(1, 2, 3));
    const known = encodeBlockMessage({ wants: [wantOf(cid, "block")], blocks: [], presences: [] });
    expect(decodeBlockMessage(Buffer.concat([later.finish(), known]))?.wants).toHaveLength(1);
    const fixed = Uint8Array.of(0x39, ...new Uint8Array(8), 0x3d, ...new Uint8Array(4)); // fields 7, of 8 and 4 bytes
    expect(decodeBlockMessage(Buffer.concat([fixed, known]))?.wants).toHaveLength(1);
  });

  it("is read up to a bound, however many entries it has", () => {
    const one = { wants: [wantOf(cid, "block")], blocks: [], presences: [{ name, cid, has: true }] };
    const many = Array.from({ length: MAX_MESSAGE_ENTRIES + 1 });
    const apart = Buffer.concat(many.map(() => encodeBlockMessage(one)));
    const together = encodeBlockMessage({ ...one, wants: many.map(() => wantOf(cid, "block")) });
    for (const bytes of [apart, together]) {
      const message = decodeBlockMessage(bytes);
      expect(message?.wants).toHaveLength(MAX_MESSAGE_ENTRIES);
      expect(message?.presences.length).toBeLessThanOrEqual(MAX_MESSAGE_ENTRIES);
    }
  });

  it("is refused where it is none", () => {
    for (const hex of [
      "0a",
      "0a05",
      "07",
      "0b",
      "ffffffffffffffffffffff",
      "080110",
      "0801",
      "0a020802",
      "0a020a00",
    ]) {
      expect(decodeBlockMessage(Buffer.from(hex, "hex")), hex).toBeUndefined();
    }
  });

  it("never throws for bytes, and never reads more entries than its bound", () => {
    const some = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.tuple(fc.nat(400), fc.nat(255)).map(([at, byte]) => {
        const bytes = Buffer.from(OF_HELIA, "hex");
        bytes[at % bytes.length] = byte;
        return bytes;
      }),
    );
    fc.assert(
      fc.property(some, (bytes) => {
        const message = decodeBlockMessage(bytes);
        return message === undefined || message.wants.length <= MAX_MESSAGE_ENTRIES;
      }),
      { numRuns: 2000 },
    );
  });
});
