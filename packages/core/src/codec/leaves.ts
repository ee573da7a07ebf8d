import type { MapShape, ShapeOf } from "./shape.ts";

// What a single value must be, for the interpreter and for those generated checks that are too long to inline.

/** Letters of a name in a map. */
export const MAX_NAME = 64;

const NAME = /^[A-Za-z0-9][\w.:/@+-]{0,63}$/;

/** Names that say that whoever does not know them must not act on the record start with this. */
export const CRITICAL = "!";

/** True for a name in a map of the sender's choice. */
export function isName(value: string): boolean {
  return NAME.test(value);
}

/** True for text that this shape takes. */
export function isText(shape: ShapeOf<"text">, value: unknown): value is string {
  if (typeof value !== "string" || value.length < shape.min || value.length > shape.max) return false;
  return value.isWellFormed() && (shape.pattern?.test(value) ?? true);
}

/** The names of a map in canonical order, or undefined if they are too many or not names. */
export function namesOf(shape: MapShape, value: unknown): readonly string[] | undefined {
  if (!isPlainObject(value)) return undefined;
  const names = Object.keys(value);
  if (names.length > shape.max || !names.every(isName)) return undefined;
  return names.sort((left, right) => left.length - right.length || (left < right ? -1 : 1));
}

/** True for an object literal, or one without a prototype: nothing that a class gave a meaning of its own. */
export function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
