import { gateStepOf, RECORD_LIMITS, type RefusalCode, scan, verdictOf } from "@icn-mesh/core";
import * as dagCbor from "@ipld/dag-cbor";
import fc from "fast-check";
import { CID } from "multiformats/cid";
import { describe, expect, it } from "vitest";
import { unhex } from "../records/vectors.ts";
import { arbitraryOf } from "./arbitrary-of.ts";

const judge = (input: Uint8Array, limits = RECORD_LIMITS): RefusalCode | undefined => scan(input, limits);
const nested = (levels: number): Uint8Array => new Uint8Array(levels + 1).fill(0x81).fill(0x80, levels);

describe("scan", () => {
  it("takes what the general library writes", () => {
    fc.assert(
      fc.property(arbitraryOf({ kind: "data", maxBytes: 4096 }), (value) => {
        expect(judge(dagCbor.encode(value))).toBeUndefined();
      }),
    );
  });

  it.each([
    ["a float", "f97e00"],
    ["a double", "fb3ff0000000000000"],
    ["negative zero", "f98000"],
    ["undefined", "f7"],
    ["another simple value", "e0"],
    ["an indefinite array", "9fff"],
    ["an indefinite text", "7f6161ff"],
    ["a tag other than 42", "c001"],
    ["a date", "c11a514b67b0"],
    ["a key that is a number", "a10101"],
    ["a key that is bytes", "a1416101"],
    ["the key __proto__", "a1695f5f70726f746f5f5fa0"],
    ["text that is not UTF-8", "61ff"],
    ["text with half a surrogate pair", "63eda080"],
    ["an overlong letter", "62c080"],
    ["nothing", ""],
    ["half a head", "19"],
    ["half a text", "6261"],
    ["a huge byte string", "5bffffffffffffffff"],
    ["a reserved length", "1c"],
    ["more than one value", "0000"],
    ["a link of version 0", `d82a5823${"00"}${"12".repeat(34)}`],
    ["a link with an identity hash", "d82a4600015500026869"],
    ["a link without the multibase prefix", `d82a5824${"01711220"}${"00".repeat(32)}`],
    ["a link that is text", "d82a6161"],
  ])("calls %s malformed", (_, hex) => {
    expect(judge(unhex(hex))).toBe("CORE_MALFORMED");
  });

  it.each([
    ["an integer of more bytes than needed", "1817"],
    ["a 16-bit length below 256", "1900ff"],
    ["a 32-bit length below 65536", "1a0000ffff"],
    ["a 64-bit length below 2³²", "1b00000000ffffffff"],
    ["a long head of a text", "780161"],
    ["a long head of an array", "9800"],
    ["keys out of order", "a2616201616101"],
    ["a longer key first", "a262616101616201"],
    ["a key twice", "a2616101616101"],
  ])("calls %s not canonical", (_, hex) => {
    expect(judge(unhex(hex))).toBe("CORE_NOT_CANONICAL");
  });

  it("takes integers up to 64 bits", () => {
    expect(judge(unhex("1bffffffffffffffff"))).toBeUndefined();
    expect(judge(unhex("3bffffffffffffffff"))).toBeUndefined();
  });

  it("takes links of every codec of this mesh and no other", () => {
    for (const [codec, verdict] of [
      [0x71, undefined],
      [0x55, undefined],
      [0x70, undefined],
      [0x0129, "CORE_MALFORMED"],
    ] as const) {
      const digest = {
        code: 0x12,
        size: 32,
        digest: new Uint8Array(32),
        bytes: Uint8Array.of(0x12, 32, ...new Uint8Array(32)),
      };
      expect(judge(dagCbor.encode(CID.createV1(codec, digest)))).toBe(verdict);
    }
  });

  it("bounds size, depth and items before anything is decoded", () => {
    expect(judge(new Uint8Array(65_537))).toBe("CORE_TOO_LARGE");
    expect(judge(nested(15))).toBeUndefined();
    expect(judge(nested(16))).toBe("CORE_TOO_DEEP");
    expect(judge(Uint8Array.of(0x99, 0x10, 0x00, ...new Uint8Array(4096)))).toBe("CORE_TOO_MANY_ITEMS");
    expect(judge(Uint8Array.of(0x99, 0x0f, 0xff, ...new Uint8Array(4095)))).toBeUndefined();
    expect(judge(Uint8Array.of(0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff))).toBe(
      "CORE_TOO_MANY_ITEMS",
    );
  });

  it("counts the keys of nested maps, so that no spelling of a bomb is cheaper", () => {
    const map = Uint8Array.of(0xa2, 0x61, 97, 0x81, 0x80, 0x61, 98, 0x00);
    expect(judge(map, { ...RECORD_LIMITS, maxItems: 6 })).toBeUndefined();
    for (let maxItems = 0; maxItems < 6; maxItems++) {
      expect(judge(map, { ...RECORD_LIMITS, maxItems })).toBe("CORE_TOO_MANY_ITEMS");
    }
  });
});

describe("refusals", () => {
  it("make the sender pay for what no version could read, and for nothing else", () => {
    expect(verdictOf({ code: "CORE_NOT_CANONICAL" })).toBe("reject");
    expect(verdictOf({ code: "CORE_UNKNOWN_FIELD" })).toBe("ignore");
    expect(gateStepOf({ code: "CORE_TOO_DEEP" })).toBe("scan");
  });
});
