import type { Rng } from "@icn-mesh/core";

/** As much of JSON Schema as the description of the API uses. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
}

const CID = "bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua";
const DID = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

/** What no schema means, and what has brought others down. */
export const HOSTILE: readonly unknown[] = [
  null,
  -1,
  0.5,
  1e308,
  2 ** 53,
  "",
  " ",
  "\u0000",
  "\ud800",
  "../../../../etc/passwd",
  "%00%2e%2e%2f",
  "'; DROP TABLE jobs; --",
  "<script>alert(1)</script>",
  "constructor",
  "x".repeat(70_000),
  "9".repeat(400),
  [],
  [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],
  {},
  { toString: 1, constructor: null, hasOwnProperty: "x" },
  { "/": "bafy" },
  { "/": { bytes: 7 } },
  true,
];

/** One of several. */
export function oneOf<Item>(rng: Rng, items: readonly Item[]): Item {
  return items[rng.below(items.length)] as Item;
}

/** Something that fits a schema, more or less. */
export function sampleOf(schema: Schema, rng: Rng): unknown {
  const alternatives = schema.oneOf ?? schema.anyOf;
  if (alternatives !== undefined) return sampleOf(oneOf(rng, alternatives), rng);
  if ("const" in schema) return schema.const;
  if (schema.enum !== undefined) return oneOf(rng, schema.enum);
  switch (schema.type) {
    case "object":
      return objectOf(schema, rng);
    case "array":
      return Array.from({ length: (schema.minItems ?? 0) + rng.below(3) }, () =>
        sampleOf(schema.items ?? {}, rng),
      );
    case "integer":
    case "number":
      return (
        (schema.minimum ?? 0) +
        rng.below(Math.min(1000, (schema.maximum ?? 1000) - (schema.minimum ?? 0)) + 1)
      );
    case "boolean":
      return rng.below(2) === 0;
    case "string":
      return textOf(schema, rng);
    default:
      return oneOf(rng, ["anything", 7, null, { payload: "hello" }]);
  }
}

function objectOf({ properties = {}, required = [], additionalProperties }: Schema, rng: Rng): object {
  const chosen = Object.entries(properties).filter(([name]) => required.includes(name) || rng.below(3) === 0);
  const entries = chosen.map(([name, schema]) => [name, sampleOf(schema, rng)]);
  const more =
    typeof additionalProperties === "object" ? [["extra", sampleOf(additionalProperties, rng)]] : [];
  return Object.fromEntries([...entries, ...more]);
}

function textOf({ pattern = "", minLength = 0, maxLength = 20 }: Schema, rng: Rng): string {
  if (pattern.includes("did:key")) return DID;
  if (pattern.startsWith("^b[")) return CID;
  if (pattern.includes("\\d")) return String(rng.below(1000));
  return "abcdefghijklmnopqrstuvwxyz".slice(0, Math.max(minLength, Math.min(maxLength, 1 + rng.below(12))));
}

/** The same value with one thing in it that is hostile, missing or added. */
export function spoiled(value: unknown, rng: Rng): unknown {
  if (value === null || typeof value !== "object" || rng.below(4) === 0) return oneOf(rng, HOSTILE);
  const entries = Object.entries(value);
  if (entries.length === 0) return { unknown: oneOf(rng, HOSTILE) };
  const at = rng.below(entries.length);
  const changed = entries.flatMap(([name, each], index) => {
    if (index !== at) return [[name, each]];
    return rng.below(4) === 0 ? [] : [[name, spoiled(each, rng)]];
  });
  return Array.isArray(value) ? changed.map(([, each]) => each) : Object.fromEntries(changed);
}
