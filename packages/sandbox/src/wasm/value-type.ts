import { type ByteCursor, readByte, refuse } from "./byte-cursor.ts";
import type { ValueType } from "./module-interface.ts";

const VALUE_TYPES: Readonly<Record<number, ValueType>> = {
  127: "i32",
  126: "i64",
  125: "f32",
  124: "f64",
  123: "v128",
  112: "funcref",
  111: "externref",
};

/** The byte of a type in a module. */
export const TYPE_BYTES: Readonly<Record<ValueType, number>> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
  funcref: 0x70,
  externref: 0x6f,
};

/** The type of a value; types of the GC proposal are refused, and read as i32. */
export function readValueType(cursor: ByteCursor): ValueType {
  const at = cursor.at;
  const byte = readByte(cursor);
  const type = VALUE_TYPES[byte];
  if (type !== undefined) return type;
  cursor.at = at;
  refuse(cursor, "unsupported", `garbage collection and typed references (type 0x${byte.toString(16)})`);
  return "i32";
}

/** The type of a reference. */
export function readReferenceType(cursor: ByteCursor): ValueType {
  const type = readValueType(cursor);
  if (type !== "funcref" && type !== "externref") refuse(cursor, "malformed", `${type} is no reference`);
  return type;
}
