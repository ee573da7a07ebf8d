import * as z from "zod";
import type * as core from "zod/v4/core";
import { CoreError } from "../errors.ts";
import { cidSchema } from "../ids/cid.ts";
import { didSchema } from "../ids/did.ts";

/** What a record field is on the wire. A schema is translated into this once, then compiled or interpreted. */
export type Shape =
  | { readonly kind: "text"; readonly min: number; readonly max: number; readonly pattern?: RegExp }
  | { readonly kind: "uint"; readonly min: number; readonly max: number }
  | { readonly kind: "amount" }
  | { readonly kind: "flag" }
  | { readonly kind: "null" }
  | { readonly kind: "literal"; readonly values: readonly string[] }
  | { readonly kind: "bytes"; readonly min: number; readonly max: number }
  | { readonly kind: "link" }
  | { readonly kind: "did" }
  | { readonly kind: "data"; readonly maxBytes: number }
  | { readonly kind: "nullable"; readonly inner: Shape }
  | { readonly kind: "list"; readonly element: Shape; readonly min: number; readonly max: number }
  | MapShape
  | ObjectShape
  | UnionShape;

/** Names of the sender's choice, each with one kind of value. */
export interface MapShape {
  readonly kind: "map";
  readonly value: Shape;
  readonly max: number;
  /** Bound of the encoded map. */
  readonly maxBytes: number;
}

/** Exactly these fields, in canonical order. */
export interface ObjectShape {
  readonly kind: "object";
  readonly fields: readonly Field[];
  /** Rules between fields, from `refine`; each must hold. */
  readonly rules: readonly ((value: never) => unknown)[];
}

/** One field of an object. */
export interface Field {
  readonly name: string;
  readonly shape: Shape;
  readonly optional: boolean;
}

/** A string-like value, or one of several objects told apart by their field `type`. */
export interface UnionShape {
  readonly kind: "union";
  readonly plain: Shape | undefined;
  /** By the value of `type`; a single object needs none and stands under the empty name. */
  readonly variants: ReadonlyMap<string, ObjectShape>;
}

/** The shape of one kind. */
export type ShapeOf<Kind extends Shape["kind"]> = Extract<Shape, { readonly kind: Kind }>;

const shapes = new WeakMap<object, Shape>();

/** Gives a schema its shape on the wire; branding it afterwards keeps it. */
export function withShape<Schema extends core.$ZodType>(schema: Schema, shape: Shape): Schema {
  shapes.set(schema, shape);
  return schema;
}

/** The shape of a schema made of the fields of `fields.ts` and zod's objects, unions, literals and nullables. */
export function shapeOf(schema: core.$ZodType): Shape {
  const known = shapes.get(schema);
  if (known !== undefined) return known;
  const shape = translate(schema as z.ZodType);
  shapes.set(schema, shape);
  return shape;
}

function translate(schema: z.ZodType): Shape {
  if (schema === cidSchema) return { kind: "link" };
  if (schema === didSchema) return { kind: "did" };
  if (schema instanceof z.ZodObject) return objectShape(schema);
  if (schema instanceof z.ZodNullable) return { kind: "nullable", inner: shapeOf(schema.unwrap()) };
  if (schema instanceof z.ZodUnion) return unionShape(schema.options.map(shapeOf));
  if (schema instanceof z.ZodLiteral) return literalShape([...schema.values]);
  if (schema instanceof z.ZodEnum) return literalShape(schema.options);
  if (schema instanceof z.ZodNull) return { kind: "null" };
  if (schema instanceof z.ZodBoolean) return { kind: "flag" };
  throw badSchema(`a ${schema.type} has no shape on the wire: use the fields of core/codec`);
}

function objectShape(schema: z.ZodObject): ObjectShape {
  if (!(schema.def.catchall instanceof z.ZodNever)) throw badSchema("a record is a strictObject");
  const fields = Object.entries(schema.shape as Record<string, z.ZodType>).map(([name, field]) => {
    if (!FIELD_NAME.test(name)) throw badSchema(`${name} cannot name a field: letters and digits can`);
    const optional = field instanceof z.ZodOptional;
    return { name, optional, shape: shapeOf(optional ? field.unwrap() : field) };
  });
  return { kind: "object", fields: fields.sort(canonicalOrder), rules: rulesOf(schema) };
}

/** What is an identifier in generated code, and sorts by its letters as by its bytes. */
const FIELD_NAME = /^[A-Za-z][A-Za-z0-9]*$/;

/** Names of fields are ASCII, so their length in letters is their length in bytes. */
function canonicalOrder(left: Field, right: Field): number {
  return left.name.length - right.name.length || (left.name < right.name ? -1 : 1);
}

function rulesOf(schema: z.ZodObject): ObjectShape["rules"] {
  return (schema.def.checks ?? []).map((check) => {
    const { def } = check._zod as unknown as {
      readonly def: { readonly check: string; readonly fn?: (value: never) => unknown };
    };
    if (def.check !== "custom" || def.fn === undefined)
      throw badSchema("only refine is understood on a record");
    return def.fn;
  });
}

function literalShape(values: readonly unknown[]): Shape {
  const texts = values.filter((value) => typeof value === "string");
  if (texts.length !== values.length) throw badSchema("literals of a record are text");
  return { kind: "literal", values: texts };
}

function unionShape(options: readonly Shape[]): UnionShape {
  const plain = options.filter((option) => option.kind !== "object");
  const objects = options.filter((option) => option.kind === "object");
  if (plain.length > 1 || objects.length === 0 || !plain.every(isTextual))
    throw badSchema("a union has objects and at most one kind of text");
  const variants = new Map(objects.map((object) => [tagOf(object, objects.length), object]));
  return { kind: "union", plain: plain[0], variants };
}

/** Encoders tell it from an object by its type in JavaScript, decoders by the first byte. */
function isTextual({ kind }: Shape): boolean {
  return kind === "text" || kind === "literal" || kind === "link" || kind === "did";
}

function tagOf(object: ObjectShape, siblings: number): string {
  if (siblings === 1) return "";
  const tag = object.fields.find((field) => field.name === "type")?.shape;
  if (tag?.kind !== "literal" || tag.values.length !== 1)
    throw badSchema("objects of a union need a literal `type`");
  return tag.values[0] as string;
}

/** The error of a schema that says more than a record can. */
export function badSchema(reason: string): CoreError {
  return new CoreError(reason, { code: "CORE_BAD_SCHEMA" });
}
