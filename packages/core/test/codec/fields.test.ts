import { defineCodec, isCid, isDid } from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { amountSchema, bytes, data, list, name, named, text, uint } from "../../src/codec/fields.ts";
import { cidSchema } from "../../src/ids/cid.ts";
import { didSchema } from "../../src/ids/did.ts";
import { cid, did } from "../records/samples/parts.ts";

const MAX = Number.MAX_SAFE_INTEGER;
const repeated = (letter: string, count: number): string => letter.repeat(count);
const entries = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at]));

/** What a field takes at its edges, and what it refuses just beyond them. */
const edges: readonly (readonly [string, z.ZodType, readonly unknown[], readonly unknown[]])[] = [
  ["uint", uint(), [0, 23, 24, 2 ** 32, MAX], [-1, MAX + 1, 0.5, Number.NaN, Infinity, 1n, "1", null]],
  ["uint with bounds", uint(300, 24), [24, 255, 256, 300], [23, 301]],
  ["amount", amountSchema, [0n, 2n ** 53n, 2n ** 63n - 1n], [-1n, 2n ** 63n, 1, "1"]],
  [
    "text, in UTF-16 units",
    text(4, 1),
    ["a", "abcd", "🙂🙂", "ﷺﷺﷺﷺ", "\0\u2028\uFEFF\uFFFE"],
    ["", "abcde", "🙂🙂a", "\uD800", "a\uDC00", "\uDC00\uD800", 1, null],
  ],
  [
    "a long text",
    text(70_000),
    [repeated("é", 17), repeated("a", 300)],
    [repeated("a", 16).concat("\uD83D")],
  ],
  [
    "name",
    name(),
    ["a", "0", "gpu:cuda", "icn/job/1", "a_b.c:d/e@f+g-h", repeated("a", 64)],
    ["", "_a", "!a", "a b", "é", "a\n", "a\0", repeated("a", 65)],
  ],
  ["bytes", bytes(3, 1), [new Uint8Array(1), new Uint8Array(3)], [new Uint8Array(0), new Uint8Array(4), [1]]],
  ["list", list(uint(), 2, 1), [[1], [1, 2]], [[], [1, 2, 3], [-1], Array(1), { length: 1 }]],
  [
    "map",
    named(uint(), 2, 99),
    [{}, { b: 1, a: 2 }],
    [entries(3), { "!a": 1 }, { a: -1 }, { a: undefined }, []],
  ],
  ["map, in bytes", named(text(9), 9, 6), [{ a: "aa" }], [{ a: "aaaa" }, { a: "é", b: "" }]],
  ["data, in bytes", data(5), ["aaaa", [1, 2]], ["aaaaa", 2 ** 32, "ééé"]],
  ["flag", z.boolean(), [true, false], [0, 1, "true", null]],
  ["choice", z.enum(["one", "two"]), ["one", "two"], ["", "One", "three", ["one"], null]],
  ["link", cidSchema, [cid(1)], [cid(1).toUpperCase(), `${cid(1)} `, cid(1).slice(1), null, 1]],
  ["account", didSchema, [did(1)], [`${did(1)}1`, did(1).slice(0, -1), "did:web:a", null, 1]],
];

const wrapped = edges.map(([title, field, good, bad]) => {
  const schema = z.strictObject({ field });
  const codecs = (["generate", "interpret"] as const).map((mode) => defineCodec(title, schema, { mode }));
  return { title, schema, codecs, good, bad };
});

describe.each(wrapped)("$title", ({ schema, codecs, good, bad }) => {
  it("takes the same at its edges by its schema and by both kinds of codec", () => {
    for (const field of good) {
      expect(schema.safeParse({ field }).success, String(field)).toBe(true);
      const [first, second] = codecs.map((codec) => codec.encode({ field }));
      expect(first).toEqual(second);
      for (const codec of codecs)
        expect(codec.decode(first as Uint8Array)).toEqual({ ok: true, value: { field } });
    }
  });

  it("refuses the same beyond them", () => {
    const cannotEncode = expect.objectContaining({ code: "CORE_CANNOT_ENCODE" });
    for (const field of bad) {
      expect(schema.safeParse({ field }).success, String(field)).toBe(false);
      for (const codec of codecs) expect(() => codec.encode({ field }), String(field)).toThrow(cannotEncode);
    }
  });
});

it("an id is what its schema takes, whatever kind of value it is asked about", () => {
  for (const value of [undefined, null, 0, {}, [], "", new String(cid(1)), Symbol("cid")]) {
    expect([isCid(value), isDid(value)]).toEqual([false, false]);
  }
});
