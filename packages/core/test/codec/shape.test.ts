import {
  CID_BYTES,
  cidSchema,
  defineCodec,
  didSchema,
  list,
  named,
  signedSchema,
  text,
  uint,
} from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { data } from "../../src/codec/fields.ts";

const badSchema = expect.objectContaining({ code: "CORE_BAD_SCHEMA" });
const object = z.strictObject({ a: uint() });

describe.each(["generate", "interpret"] as const)("a schema that is no record, in mode %s,", (mode) => {
  it.each([
    ["has a field that is no identifier", z.strictObject({ "a-b": uint() })],
    ["has a field outside ASCII, which would sort otherwise", z.strictObject({ é: uint(), zz: uint() })],
    ["has a field that JavaScript takes for the prototype", z.strictObject({ ["__proto__"]: uint() })],
    ["has a union that no encoder can tell apart", z.strictObject({ a: z.union([uint(), object]) })],
    ["has a union of a map and an object", z.strictObject({ a: z.union([named(uint(), 1, 9), object]) })],
    ["has a union with any data", z.strictObject({ a: z.union([data(9), object]) })],
    ["has a union of two texts", z.strictObject({ a: z.union([cidSchema, didSchema, object]) })],
    ["admits more bytes than there is memory", z.strictObject({ a: list(list(text(1000), 10_000), 1000) })],
    ["is not strict", z.object({ a: uint() })],
    ["has a float", z.strictObject({ a: z.number() })],
    ["changes its values", z.strictObject({ a: text(9).transform((value) => value.trim()) })],
    ["is refined in the middle of a list", z.strictObject({ a: list(uint(), 3).refine(() => true) })],
  ])("is refused when it %s", (_, schema) => {
    expect(() => defineCodec("bad", schema, { mode }).decode(new Uint8Array(CID_BYTES))).toThrow(badSchema);
  });

  it("is refused when it is deeper than its own limit", () => {
    const limits = { maxBytes: 100, maxDepth: 1, maxItems: 100 };
    const shallow = defineCodec("shallow", object, { mode, limits });
    expect(shallow.decode(shallow.encode({ a: 1 }))).toEqual({ ok: true, value: { a: 1 } });
    const deep = z.strictObject({ a: object.nullable() });
    expect(() => defineCodec("deep", deep, { mode, limits }).encode({ a: null })).toThrow(badSchema);
  });
});

it("a signed record has no field that would come before t", () => {
  expect(() => signedSchema("app/x/1", { q: uint() })).toThrow(badSchema);
});
