import * as core from "@icn-mesh/core";
import type * as z from "zod";
import { type Field, type ObjectShape, type Shape, type ShapeOf, shapeOf } from "../../src/codec/shape.ts";
import { recordSchemas } from "../codec/record-schemas.ts";

/** The parts of records that `docs/protocol.md` describes once, by the name that it gives them. */
const namedParts: Readonly<Record<string, z.ZodType>> = {
  Action: core.actionSchema,
  CastVote: core.castVoteSchema,
  Happening: core.happeningSchema,
  HoldId: core.holdIdSchema,
  JobInput: core.jobInputSchema,
  JobKind: core.jobKindSchema,
  JobLimits: core.jobLimitsSchema,
  JobSpec: core.jobSpecSchema,
  Outcome: core.outcomeSchema,
  Pricing: core.pricingSchema,
  ReputationWeights: core.reputationWeightsSchema,
  Resources: core.resourcesSchema,
  Retry: core.retrySchema,
  Settlement: core.settlementSchema,
  StuckVote: core.stuckVoteSchema,
  SignedLink: core.signedLinkSchema,
  Unit: core.unitSchema,
  Usage: core.usageSchema,
  Verification: core.verificationSchema,
  WorkOutcome: core.workOutcomeSchema,
};

const partNames = new Map(Object.entries(namedParts).map(([name, schema]) => [shapeOf(schema), name]));

/** What every signed record has, so that the page says it once. */
const HEAD: ReadonlySet<string> = new Set(["t", "by", "via", "ext"]);

/** Every record and every named part, with the code in the first two cells of the rows that describe it on the page. */
export function wireTables(): ReadonlyMap<string, readonly string[]> {
  const described = Object.entries({ ...recordSchemas, ...namedParts });
  return new Map(described.map(([name, schema]) => [name, rowsOf(shapeOf(schema))]));
}

function rowsOf(shape: Shape): string[] {
  if (shape.kind === "object")
    return ownFields(shape).map((field) => row(label(field), wireType(field.shape)));
  if (shape.kind !== "union") throw new Error(`a part is an object or a union, not ${shape.kind}`);
  const plain = shape.plain === undefined ? [] : [row(wireType(shape.plain))];
  const variants = [...shape.variants].map(([tag, object]) =>
    tag === "" ? row(wireType(object)) : row(`"${tag}"`, fieldList(object)),
  );
  return [...plain, ...variants];
}

/** The network id is part of the head too, but for the constitution's, which may be null. */
function ownFields({ fields }: ObjectShape): readonly Field[] {
  const isRecord = fields.some(({ name }) => name === "t");
  const isHead = ({ name, shape }: Field) => HEAD.has(name) || (name === "net" && shape.kind === "link");
  return isRecord ? fields.filter((field) => !isHead(field)) : fields;
}

/** The fields of a variant besides its `type`. */
function fieldList({ fields }: ObjectShape): string {
  return fields
    .filter(({ name }) => name !== "type")
    .map(printField)
    .join(", ");
}

function row(...cells: readonly string[]): string {
  return cells
    .filter((cell) => cell !== "")
    .map((cell) => `\`${cell}\``)
    .join(" | ");
}

/** A shape in the notation of the page. */
function wireType(shape: Shape): string {
  return partNames.get(shape) ?? PRINTERS[shape.kind](shape as never);
}

const PRINTERS: { readonly [Kind in Shape["kind"]]: (shape: ShapeOf<Kind>) => string } = {
  text: ({ min, max, pattern }) => {
    if (pattern === undefined) return `text(${range(min, max)})`;
    return pattern.test(" ") ? `printable(${max})` : "name";
  },
  uint: ({ min, max }) => (max === Number.MAX_SAFE_INTEGER ? "uint" : `uint(${range(min, max)})`),
  amount: () => "amount",
  flag: () => "bool",
  null: () => "null",
  literal: ({ values }) => values.map((value) => `"${value}"`).join(" or "),
  bytes: ({ min, max }) => `bytes(${min === max ? max : range(min, max)})`,
  link: () => "cid",
  did: () => "did",
  data: ({ maxBytes }) => `data(${maxBytes})`,
  nullable: ({ inner }) => `${wireType(inner)} or null`,
  list: ({ element, min, max }) => `[${wireType(element)}](${range(min, max)})`,
  map: ({ value, max, maxBytes }) => `{name: ${wireType(value)}}(${max}, ${maxBytes} bytes)`,
  object: ({ fields }) => `{ ${fields.map(printField).join(", ")} }`,
  union: ({ plain, variants }) =>
    [...(plain === undefined ? [] : [plain]), ...variants.values()].map(wireType).join(" or "),
};

function printField(field: Field): string {
  return `${label(field)}: ${wireType(field.shape)}`;
}

function label({ name, optional }: Field): string {
  return optional ? `${name}?` : name;
}

function range(min: number, max: number): string {
  return min === 0 ? `${max}` : `${min}..${max}`;
}
