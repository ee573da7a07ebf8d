import { type Codec, CoreError, type Decoded, defineCodec, signedRecords } from "@icn-mesh/core";
import * as dagCbor from "@ipld/dag-cbor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { amountSchema, bytes, data, list, name, named, text, uint } from "../../src/codec/fields.ts";
import { type Shape, shapeOf } from "../../src/codec/shape.ts";
import { cidSchema } from "../../src/ids/cid.ts";
import { arbitraryOf } from "./arbitrary-of.ts";
import { recordSchemas } from "./record-schemas.ts";
import { wireValue } from "./wire-value.ts";

interface Subject {
  readonly type: string;
  readonly schema: z.ZodType;
  readonly shape: Shape;
  readonly generated: Codec<unknown>;
  readonly interpreted: Codec<unknown>;
}

const everything = z.strictObject({
  text: text(20, 1),
  name: name(),
  uint: uint(70_000, 1),
  amount: amountSchema,
  flag: z.boolean(),
  kind: z.enum(["one", "two"]),
  bytes: bytes(300, 1),
  link: cidSchema.nullable(),
  any: data(1024).optional(),
  list: list(list(uint(), 3), 30, 1),
  map: named(z.strictObject({ a: uint().optional() }), 4, 200),
  union: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("a"), aa: uint() }),
    z.strictObject({ type: z.literal("b"), bbbbb: text(300) }),
  ]),
  other: z.union([cidSchema, z.strictObject({ x: uint() })]),
  pair: z.strictObject({ low: uint(), high: uint() }).refine(({ low, high }) => low <= high),
});

const schemas: Record<string, z.ZodType> = { everything, ...recordSchemas };
const subjects: readonly Subject[] = Object.entries(schemas).map(([type, schema]) => ({
  type,
  schema,
  shape: shapeOf(schema),
  generated: defineCodec(type, schema),
  interpreted: defineCodec(type, schema, { mode: "interpret" }),
}));

const run = { numRuns: 60 };

describe.each(subjects)("the codec of $type", ({ schema, shape, generated, interpreted }) => {
  const values = arbitraryOf(shape);

  it("writes what the general library writes", () => {
    fc.assert(
      fc.property(values, (value) => {
        const expected = new Uint8Array(dagCbor.encode(wireValue(shape, value)));
        expect(generated.encode(value)).toEqual(expected);
        expect(interpreted.encode(value)).toEqual(expected);
      }),
      run,
    );
  });

  it("reads back what it wrote, generated or interpreted", () => {
    fc.assert(
      fc.property(values, (value) => {
        const encoded = generated.encode(value);
        expect(generated.decode(encoded)).toEqual({ ok: true, value });
        expect(interpreted.decode(encoded)).toEqual({ ok: true, value });
      }),
      run,
    );
  });

  it("judges damaged bytes alike in both modes, and accepts none that encode otherwise", () => {
    fc.assert(
      fc.property(
        values,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        (value, edits) => {
          const damaged = generated.encode(value).slice();
          for (const [at, byte] of edits) damaged[at % damaged.length] = byte;
          expectSameVerdict(generated, interpreted, damaged);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("judges an added, removed or replaced field alike in both modes", () => {
    fc.assert(
      fc.property(
        values,
        fc.record({
          key: fc.string({ maxLength: 12 }),
          junk: fc.constantFrom(0, null, "x", [], true),
          at: fc.nat(),
        }),
        (value, { key, junk, at }) => {
          const wire = { ...(wireValue(shape, value) as Record<string, unknown>) };
          const keys = Object.keys(wire);
          const victim = keys[at % keys.length] as string;
          const variants = [
            { ...wire, [`k${key}`]: junk },
            { ...wire, [victim]: junk },
            without(wire, victim),
          ];
          for (const variant of variants) expectSameVerdict(generated, interpreted, dagCbor.encode(variant));
        },
      ),
      { numRuns: 100 },
    );
  });

  it("admits exactly what its schema admits", () => {
    fc.assert(
      fc.property(
        values,
        fc.nat(),
        fc.constantFrom(0, -1, 0.5, null, "x", "", [], {}, 2 ** 60, 1n << 64n, true),
        (value, at, junk) => {
          const keys = Object.keys(value as object);
          const changed = { ...(value as object), [keys[at % keys.length] as string]: junk };
          expect(canEncode(generated, changed)).toBe(schema.safeParse(changed).success);
          expect(canEncode(interpreted, changed)).toBe(schema.safeParse(changed).success);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("defineCodec", () => {
  const codec = defineCodec("everything", everything);
  const sample = fc.sample(arbitraryOf(shapeOf(everything)), { seed: 1, numRuns: 1 })[0] as z.infer<
    typeof everything
  >;

  it("names the field of a value that it cannot write", () => {
    const wrong = { ...sample, pair: { low: 2, high: 1 } };
    expect(() => codec.encode(wrong)).toThrow(
      expect.objectContaining({ failure: { code: "CORE_CANNOT_ENCODE", codec: "everything", path: "pair" } }),
    );
  });

  it("refuses a field that the schema does not have, rather than dropping it", () => {
    expect(() => codec.encode({ ...sample, extra: 1 } as never)).toThrow(CoreError);
  });

  it("throws the refusal where the bytes had to be good", () => {
    const refused = { code: "CORE_REFUSED_BYTES", refusal: { code: "CORE_MALFORMED" } };
    expect(() => codec.parse(Uint8Array.of(0xff))).toThrow(
      expect.objectContaining({ failure: expect.objectContaining(refused) }),
    );
  });

  it("tells unknown fields, variants and types from wrong ones", () => {
    const wire = wireValue(shapeOf(everything), sample) as Record<string, unknown>;
    const refusals = [
      [
        { ...wire, zzz: 1 },
        { code: "CORE_UNKNOWN_FIELD", path: "zzz" },
      ],
      [
        { ...wire, union: { type: "c" } },
        { code: "CORE_UNKNOWN_FIELD", path: "union.type" },
      ],
      [
        { ...wire, pair: { ...sample.pair, mid: 1 } },
        { code: "CORE_UNKNOWN_FIELD", path: "pair.mid" },
      ],
      [
        { ...wire, map: { "!must": { a: 1 } } },
        { code: "CORE_UNKNOWN_FIELD", path: "map" },
      ],
      [
        { ...wire, union: { aa: 1 } },
        { code: "CORE_WRONG_SHAPE", path: "union.type" },
      ],
      [
        { ...wire, kind: "three" },
        { code: "CORE_WRONG_SHAPE", path: "kind" },
      ],
      [without(wire, "flag"), { code: "CORE_WRONG_SHAPE", path: "flag" }],
    ];
    for (const [value, refusal] of refusals) {
      expect(codec.decode(dagCbor.encode(value))).toEqual({ ok: false, refusal });
    }
    const bid = signedRecords.find(({ type }) => type === "icn/bid/1");
    expect(bid?.codec.decode(dagCbor.encode({ t: "icn/bid/2" }))).toEqual({
      ok: false,
      refusal: { code: "CORE_UNKNOWN_TYPE", path: "t" },
    });
  });

  it("counts the depth and the items of data inside the whole", () => {
    const holder = z.strictObject({ inner: z.strictObject({ any: data(16_384) }), more: data(16_384) });
    const nest = (levels: number): unknown => (levels === 0 ? 0 : [nest(levels - 1)]);
    const cases = [
      [{ inner: { any: nest(14) }, more: 0 }, undefined],
      [{ inner: { any: nest(15) }, more: 0 }, "CORE_TOO_DEEP"],
      [{ inner: { any: 0 }, more: nest(15) }, undefined],
      [{ inner: { any: Array(2000).fill(0) }, more: Array(2080).fill(0) }, undefined],
      [{ inner: { any: Array(2000).fill(0) }, more: Array(2100).fill(0) }, "CORE_TOO_MANY_ITEMS"],
    ] as const;
    for (const mode of ["generate", "interpret"] as const) {
      const subject = defineCodec("holder", holder, { mode });
      for (const [value, code] of cases) {
        const verdict = subject.decode(dagCbor.encode(value));
        expect(verdict.ok ? undefined : verdict.refusal.code).toBe(code);
        expect(canEncode(subject as Codec<unknown>, value)).toBe(code === undefined);
      }
    }
  });

  it("does not look at a name that is too long to report, in either mode", () => {
    const long = "k".repeat(65);
    const record = signedRecords.find(({ type }) => type === "icn/bid/1");
    const wire = wireValue(shapeOf(everything), sample) as Record<string, unknown>;
    const inputs = [
      { ...wire, [long]: 1 },
      { ...wire, map: { [`!${long}`]: { a: 1 } } },
      { ...wire, union: { type: long } },
      { t: long },
    ];
    for (const schema of [everything, recordSchemas["icn/bid/1"] as z.ZodType]) {
      const twin = defineCodec("twin", schema, { mode: "interpret" }) as Codec<unknown>;
      for (const input of inputs) expectSameVerdict(defineCodec("twin", schema), twin, dagCbor.encode(input));
    }
    const verdict = record?.codec.decode(dagCbor.encode({ t: long }));
    expect(verdict).toEqual({ ok: false, refusal: { code: "CORE_WRONG_SHAPE", path: "t" } });
  });

  it("writes a value while another one is being written", () => {
    const inner = defineCodec("inner", z.strictObject({ text: text(40) }));
    const outer = z.strictObject({ first: text(20), last: text(20), any: data(1024).optional() });
    const plain = defineCodec("plain", outer);
    const nosy = defineCodec(
      "nosy",
      outer.refine(() => inner.parse(inner.encode({ text: "z".repeat(40) })).text.length === 40),
    );
    const value = { first: "first", last: "last" };
    const lazy = {
      first: "first",
      get last() {
        return inner.encode({ text: "z".repeat(40) }).length > 0 ? "last" : "";
      },
    };
    expect(nosy.encode(value)).toEqual(plain.encode(value));
    expect(plain.encode(lazy)).toEqual(plain.encode(value));
    // The depth of data is judged all the same.
    const deep = JSON.parse(`${"[".repeat(16)}${"]".repeat(16)}`);
    expect(canEncode(nosy as Codec<unknown>, { ...value, any: deep })).toBe(false);
    const forged = dagCbor.encode({ ...value, any: deep });
    expect(nosy.decode(forged)).toEqual({ ok: false, refusal: { code: "CORE_TOO_DEEP" } });
  });

  it("writes fields that a value inherits, and refuses inherited ones that the schema lacks, in either mode", () => {
    const pair = z.strictObject({ low: uint(), high: uint().optional() });
    for (const mode of ["generate", "interpret"] as const) {
      const subject = defineCodec("pair", pair, { mode }) as Codec<unknown>;
      const heir = Object.assign(Object.create({ low: 1 }), { high: 2 });
      expect(subject.encode(heir)).toEqual(subject.encode({ low: 1, high: 2 }));
      expect(canEncode(subject, Object.assign(Object.create({ extra: 1 }), { low: 1 }))).toBe(false);
    }
  });

  it("hands out byte strings as views, and never changes its input", () => {
    const encoded = codec.encode(sample);
    const before = encoded.slice();
    codec.decode(encoded);
    expect(encoded).toEqual(before);
  });
});

function without(wire: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(wire).filter(([key]) => key !== name));
}

function canEncode(codec: Codec<unknown>, value: unknown): boolean {
  try {
    codec.encode(value);
    return true;
  } catch (error) {
    expect(error).toMatchObject({ code: "CORE_CANNOT_ENCODE" });
    return false;
  }
}

function expectSameVerdict(generated: Codec<unknown>, interpreted: Codec<unknown>, input: Uint8Array): void {
  const verdict: Decoded<unknown> = generated.decode(input);
  expect(verdict).toEqual(interpreted.decode(input));
  if (verdict.ok) expect(generated.encode(verdict.value)).toEqual(new Uint8Array(input));
}
