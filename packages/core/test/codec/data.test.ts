import { type Codec, CoreError, cidOf, type Data, defineCodec } from "@icn-mesh/core";
import * as dagCbor from "@ipld/dag-cbor";
import { CID } from "multiformats/cid";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { data, named, text } from "../../src/codec/fields.ts";
import { unhex } from "../records/vectors.ts";

const schema = z.strictObject({ any: data(1024) });
const codecs = (["generate", "interpret"] as const).map((mode) => ({
  mode,
  codec: defineCodec("holder", schema, { mode }),
}));

const holding = (value: unknown): unknown => ({ any: value });

describe.each(codecs)("data, by the codec that can $mode,", ({ codec }) => {
  it("keeps a byte order mark, in a text and in a name", () => {
    for (const value of [
      "\uFEFF",
      "\uFEFFa",
      `\uFEFF${"a".repeat(100)}`,
      { "\uFEFFa": 1 },
      ["\uFEFF", "é"],
    ]) {
      const bytes = codec.encode({ any: value });
      expect(bytes).toEqual(new Uint8Array(dagCbor.encode(holding(value))));
      expect(codec.decode(bytes)).toEqual({ ok: true, value: holding(value) });
    }
  });

  it("does not take two names that differ in a byte order mark for one", () => {
    const bytes = codec.encode({ any: { a: 1, "\uFEFFa": 2 } });
    expect(codec.decode(bytes)).toEqual({ ok: true, value: { any: { a: 1, "\uFEFFa": 2 } } });
  });

  it("reads every kind of value at its edges as the general library does", () => {
    const values: readonly unknown[] = [
      [0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, Number.MAX_SAFE_INTEGER],
      [-1, -24, -25, -256, -257, -(2 ** 32), -(2 ** 32) - 1, Number.MIN_SAFE_INTEGER],
      [null, true, false, "", "a\0\u2028\u{10FFFF}", new Uint8Array(0), new Uint8Array(300).fill(7)],
      [{}, [], { constructor: 1, toString: { hasOwnProperty: [] } }, [[[[[]]]]]],
      [CID.parse(cidOf(Uint8Array.of(1), "raw")), { link: CID.parse(cidOf(Uint8Array.of(2))) }],
    ];
    for (const value of values) {
      const bytes = codec.encode({ any: value as Data });
      const decoded = codec.parse(bytes);
      expect(decoded).toEqual(dagCbor.decode(bytes));
      expect(codec.encode(decoded)).toEqual(bytes);
    }
  });

  it("refuses integers that a number cannot hold, whichever way they are spelt", () => {
    for (const hex of [
      "1b0020000000000000",
      "1bffffffffffffffff",
      "3b001fffffffffffff",
      "3bffffffffffffffff",
    ]) {
      const refusal = { code: "CORE_WRONG_SHAPE", path: "any" };
      expect(codec.decode(unhex(`a163616e79${hex}`))).toEqual({ ok: false, refusal });
    }
  });

  it.each([
    ["a bigint", 5n],
    ["a Map", new Map([["a", 1]])],
    ["a Set", new Set()],
    ["a Date", new Date(0)],
    ["an instance of a class", Object.assign(new CoreError("", { code: "CORE_BAD_SCHEMA" }), { a: 1 })],
    ["another typed array", Uint16Array.of(1)],
    ["an ArrayBuffer", new ArrayBuffer(1)],
    ["a hole in a list", Array(1)],
    ["undefined in a map", { a: undefined }],
    ["a fraction", 0.5],
    ["infinity", Number.POSITIVE_INFINITY],
    ["half a surrogate pair", "\uD800"],
    ["half a surrogate pair in a name", { "\uDC00": 1 }],
    ["the name __proto__", JSON.parse('{"__proto__":1}')],
    ["a function", () => 1],
    ["more bytes than the field has", new Uint8Array(1024)],
    [
      "a link of a kind that the mesh does not admit",
      CID.parse("QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n"),
    ],
  ])("takes no %s, and neither does the schema", (_, value) => {
    expect(canEncode(codec, { any: value })).toBe(false);
    expect(schema.safeParse({ any: value }).success).toBe(false);
  });

  it("refuses what never ends or is too deep to walk, without running out of stack", () => {
    const circular: unknown[] = [];
    circular.push(circular);
    const deep = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    for (const value of [circular, deep]) {
      expect(canEncode(codec, { any: value })).toBe(false);
      expect(schema.safeParse({ any: value }).success).toBe(false);
    }
  });
});

it("text and names of maps keep a byte order mark, or refuse it, in both modes alike", () => {
  const texts = z.strictObject({ text: text(9), map: named(text(9), 2, 99) });
  for (const mode of ["generate", "interpret"] as const) {
    const codec = defineCodec("texts", texts, { mode });
    const value = { text: "\uFEFFa", map: { a: "\uFEFF" } };
    expect(codec.decode(codec.encode(value))).toEqual({ ok: true, value });
    const forged = dagCbor.encode({ text: "", map: { "\uFEFFa": "" } });
    expect(codec.decode(forged)).toEqual({ ok: false, refusal: { code: "CORE_WRONG_SHAPE", path: "map" } });
  }
});

function canEncode(codec: Codec<z.infer<typeof schema>>, value: unknown): boolean {
  try {
    codec.encode(value as z.infer<typeof schema>);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "CORE_CANNOT_ENCODE" });
    return false;
  }
}
