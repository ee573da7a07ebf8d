import * as z from "zod";
import { CoreError } from "../errors.ts";
import { type Data, encodeData } from "./data.ts";
import { interpretEncode } from "./interpret-encoder.ts";
import { type Shape, shapeOf, withShape } from "./shape.ts";

// The vocabulary of record fields. Each is a zod schema that also knows its form on the wire, and each is
// bounded: a record can never be larger than what its fields declare.

const LARGEST_AMOUNT = 2n ** 63n - 1n;
const PRINTABLE = /^[\x20-\x7e]+$/;
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

/** Text of at most `max` UTF-16 units, which is what `length` counts and zod, which counts code points, does not. */
export function text(max: number, min = 0): z.ZodType<string> {
  // Half a surrogate pair has no UTF-8, so it could be written but never read back.
  const fits = (value: string): boolean => value.length >= min && value.length <= max && value.isWellFormed();
  const schema = z.string().refine(fits, `not well-formed text of ${min} to ${max} UTF-16 units`);
  return withShape(schema, { kind: "text", min, max });
}

/** Text out of printable ASCII, the space among it: what may also name a ref. */
export function printable(max: number): z.ZodString {
  const schema = z.string().min(1).max(max).regex(PRINTABLE);
  return withShape(schema, { kind: "text", min: 1, max, pattern: PRINTABLE });
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
  const shape: Shape = { kind: "map", value: shapeOf(value), max, maxBytes };
  const schema = z
    .record(name(), value)
    .refine((entries) => canEncode(shape, entries), `not at most ${max} names in ${maxBytes} bytes`);
  return withShape(schema, shape);
}

/** Any `Data` of at most `maxBytes` when encoded. Links in it are CID objects of multiformats, integers are safe ones. */
export function data(maxBytes: number): z.ZodType<Data> {
  const fits = (value: unknown): boolean => encodeData(value, maxBytes) !== undefined;
  return withShape(z.custom<Data>(fits, `not dag-cbor of at most ${maxBytes} bytes`), {
    kind: "data",
    maxBytes,
  });
}

/** The size of a map is known once it is written. */
function canEncode(shape: Shape, value: unknown): boolean {
  try {
    interpretEncode("map", shape, value);
    return true;
  } catch (error) {
    if (error instanceof CoreError) return false;
    throw error;
  }
}
