import { CID } from "multiformats/cid";
import * as z from "zod";
import { shapeOf, withShape } from "./shape.ts";

// The vocabulary of record fields. Each is a zod schema that also knows its form on the wire, and each is
// bounded: a record can never be larger than what its fields declare.

const LARGEST_AMOUNT = 2n ** 63n - 1n;
const NAME = /^[A-Za-z0-9][\w.:/@+-]*$/;

/** Mana or tokens: whole, never negative, at most 2⁶³ − 1. A decimal string in JSON. */
export const amountSchema = withShape(z.bigint().min(0n).max(LARGEST_AMOUNT), { kind: "amount" });
export type Amount = z.infer<typeof amountSchema>;

/** A safe integer in `[min, max]`. */
export function uint(max: number = Number.MAX_SAFE_INTEGER, min = 0): z.ZodInt {
  return withShape(z.int().min(min).max(max), { kind: "uint", min, max });
}

/** Milliseconds since the epoch, or a duration in milliseconds. */
export function milliseconds(max: number = Number.MAX_SAFE_INTEGER): z.ZodInt {
  return uint(max);
}

/** Text of at most `max` UTF-16 units. */
export function text(max: number, min = 0): z.ZodType<string> {
  return withShape(z.string().min(min).max(max).refine(isWellFormed), { kind: "text", min, max });
}

/** A short name out of letters, digits and `_ . : / @ + -`, starting with a letter or digit. */
export function name(max = 64): z.ZodString {
  return withShape(z.string().min(1).max(max).regex(NAME), { kind: "text", min: 1, max, pattern: NAME });
}

/** Between `min` and `max` bytes. */
export function bytes(max: number, min = 0): z.ZodType<Uint8Array> {
  const fits = (value: unknown): boolean =>
    value instanceof Uint8Array && value.length >= min && value.length <= max;
  return withShape(z.custom<Uint8Array>(fits, `not ${min} to ${max} bytes`), { kind: "bytes", min, max });
}

/** At most `max` elements, in an order that matters. */
export function list<Element extends z.ZodType>(element: Element, max: number, min = 0): z.ZodArray<Element> {
  return withShape(z.array(element).min(min).max(max), { kind: "list", element: shapeOf(element), min, max });
}

/** Names of the sender's choice with values of one kind: at most `max` names, `maxBytes` when encoded. */
export function named<Value extends z.ZodType>(
  value: Value,
  max: number,
  maxBytes: number,
): z.ZodRecord<z.ZodString, Value> {
  const schema = z.record(name(), value).refine((entries) => Object.keys(entries).length <= max);
  return withShape(schema, { kind: "map", value: shapeOf(value), max, maxBytes });
}

/** What dag-cbor can say without floats: for parameters whose meaning the record does not know. */
export type Data =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | CID
  | readonly Data[]
  | { readonly [name: string]: Data };

/** Any `Data` of at most `maxBytes` when encoded. Links in it are CID objects of multiformats, integers are safe ones. */
export function data(maxBytes: number): z.ZodType<Data> {
  return withShape(z.custom<Data>(isData, "not a value of dag-cbor"), { kind: "data", maxBytes });
}

function isData(value: unknown): value is Data {
  if (value === null || typeof value === "boolean" || value instanceof Uint8Array) return true;
  if (typeof value === "number") return Number.isSafeInteger(value);
  if (typeof value === "string") return isWellFormed(value);
  if (typeof value !== "object") return false;
  if (CID.asCID(value) !== null) return true;
  if (Array.isArray(value)) return value.every(isData);
  return Object.entries(value).every(([key, member]) => isWellFormed(key) && isData(member));
}

/** Half a surrogate pair has no UTF-8, so it could be written but never read back. */
function isWellFormed(value: string): boolean {
  return value.isWellFormed();
}
