import type { Cid } from "@icn-mesh/core";
import { cidOf, didFromPublicKey } from "@icn-mesh/core";
import fc from "fast-check";
import { CID } from "multiformats/cid";
import type { Field, Shape, ShapeOf } from "../../src/codec/shape.ts";

const LARGEST_AMOUNT = 2n ** 63n - 1n;

/** Random values of a shape, small ones mostly: what a schema admits and nothing else. */
export function arbitraryOf(shape: Shape): fc.Arbitrary<unknown> {
  return ARBITRARIES[shape.kind](shape as never);
}

const cids = fc.uint8Array({ maxLength: 4 }).chain((bytes) => {
  return fc
    .constantFrom("dag-cbor" as const, "raw" as const, "dag-pb" as const)
    .map((codec) => cidOf(bytes, codec));
});
const names = fc.stringMatching(/^[A-Za-z0-9][\w.:/@+-]{0,12}$/);
const scalars = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.maxSafeInteger().map((value) => value + 0),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.uint8Array({ maxLength: 8 }),
  cids.map((cid: Cid) => CID.parse(cid)),
);
const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalars,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(
      fc.string({ unit: "binary", maxLength: 5 }).filter((key) => key !== "__proto__"),
      tie("value"),
      {
        maxKeys: 3,
        noNullPrototype: true,
      },
    ),
  ),
}));

const ARBITRARIES: { readonly [Kind in Shape["kind"]]: (shape: ShapeOf<Kind>) => fc.Arbitrary<unknown> } = {
  text: ({ min, max, pattern }) => {
    if (pattern !== undefined) return names;
    return fc
      .string({ unit: "binary", minLength: min, maxLength: Math.min(max, 40), size: "max" })
      .filter((text) => text.length <= max);
  },
  uint: ({ min, max }) =>
    fc.oneof(
      fc.integer({ min, max: Math.min(max, min + 300) }),
      fc.maxSafeNat().map((n) => Math.max(min, Math.min(n, max))),
    ),
  amount: () => fc.oneof(fc.bigInt({ min: 0n, max: 300n }), fc.bigInt({ min: 0n, max: LARGEST_AMOUNT })),
  flag: () => fc.boolean(),
  null: () => fc.constant(null),
  literal: ({ values: texts }) => fc.constantFrom(...texts),
  bytes: ({ min, max }) => fc.uint8Array({ minLength: min, maxLength: Math.min(max, min + 40) }),
  link: () => cids,
  did: () => fc.uint8Array({ minLength: 32, maxLength: 32 }).map(didFromPublicKey),
  data: ({ maxBytes }) => values.filter((value) => maxBytes >= 1024 || value === null),
  nullable: ({ inner }) => fc.option(arbitraryOf(inner), { nil: null }),
  list: ({ element, min, max }) =>
    fc.array(arbitraryOf(element), { minLength: min, maxLength: Math.min(max, min + 3) }),
  map: ({ value, max }) =>
    fc.dictionary(names, arbitraryOf(value), { maxKeys: Math.min(max, 3), noNullPrototype: true }),
  object: ({ fields, rules }) => {
    return fc
      .record(Object.fromEntries(fields.map(arbitraryField)), {
        requiredKeys: fields.flatMap(({ name, optional }: Field) => (optional ? [] : [name])),
        noNullPrototype: true,
      })
      .filter((value) => rules.every((rule) => rule(value as never)));
  },
  union: ({ plain, variants }) =>
    fc.oneof(...[...variants.values(), ...(plain ? [plain] : [])].map(arbitraryOf)),
};

function arbitraryField({ name, shape }: Field): [string, fc.Arbitrary<unknown>] {
  return [name, arbitraryOf(shape)];
}
