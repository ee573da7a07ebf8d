import { CID } from "multiformats/cid";
import { CoreError } from "../errors.ts";
import { cidFromBytes } from "../ids/cid.ts";
import { isDid } from "../ids/did.ts";
import { type Found, LONGEST_REPORTED_NAME, refusalAt } from "./classify.ts";
import { isName, isText } from "./leaves.ts";
import { joinPath } from "./path.ts";
import { readValue } from "./read-value.ts";
import type { Site } from "./reader.ts";
import type { Decoded } from "./refusal.ts";
import { refusedBytes } from "./refused-bytes.ts";
import { type ScanLimits, scan } from "./scan.ts";
import type { ObjectShape, Shape, ShapeOf } from "./shape.ts";
import { encodeWire } from "./writer.ts";

const LARGEST_AMOUNT = 2n ** 63n - 1n;

/**
 * Reads a value where code generation is forbidden: the same bounds and canonical form by the same scan, then
 * the value without its shape, and the shape by walking it. Slower, with the same answers.
 */
export function interpretDecode(shape: Shape, bytes: Uint8Array, limits: ScanLimits): Decoded<unknown> {
  const code = scan(bytes, limits);
  if (code !== undefined) return { ok: false, refusal: { code } };
  const wire = readValue(bytes, 0, (entries) => new Map(entries));
  try {
    return { ok: true, value: take({ path: "", wire }, shape) };
  } catch (error) {
    if (!(error instanceof CoreError) || error.failure.code !== "CORE_REFUSED_BYTES") throw error;
    return { ok: false, refusal: error.failure.refusal };
  }
}

/** A value as it was read without its shape, and what it is called in refusals. */
interface Place {
  readonly path: string;
  readonly wire: unknown;
}

type Taker<Kind extends Shape["kind"]> = (place: Place, shape: ShapeOf<Kind>) => unknown;

const TAKERS: { readonly [Kind in Shape["kind"]]: Taker<Kind> } = {
  text: (place, shape) => (isText(shape, place.wire) ? place.wire : stop(place)),
  uint: (place, { min, max }) => {
    const fits = typeof place.wire === "number" && place.wire >= min && place.wire <= max;
    return fits ? place.wire : stop(place);
  },
  amount: (place) => {
    const { wire } = place;
    if (typeof wire !== "number" && typeof wire !== "bigint") return stop(place);
    const amount = BigInt(wire);
    return amount >= 0n && amount <= LARGEST_AMOUNT ? amount : stop(place);
  },
  flag: (place) => (typeof place.wire === "boolean" ? place.wire : stop(place)),
  null: (place) => (place.wire === null ? null : stop(place)),
  literal: (place, { values }) => {
    if (values.includes(place.wire as string)) return place.wire;
    return stop(place, { expected: place.path === "t" ? "type" : "value" }, nameOf(place.wire));
  },
  bytes: (place, { min, max }) => {
    const fits = place.wire instanceof Uint8Array && place.wire.length >= min && place.wire.length <= max;
    return fits ? place.wire : stop(place);
  },
  link: (place) => (place.wire instanceof CID ? cidFromBytes(place.wire.bytes) : stop(place)),
  did: (place) => (isDid(place.wire) ? place.wire : stop(place)),
  data: (place, { maxBytes }) => {
    const fits = hasOnlySafeIntegers(place.wire) && encodeWire(place.wire).length <= maxBytes;
    return fits ? plain(place.wire) : stop(place);
  },
  nullable: (place, { inner }) => (place.wire === null ? null : take(place, inner)),
  list: (place, { element, min, max }) => {
    const { wire, path } = place;
    if (!Array.isArray(wire) || wire.length < min || wire.length > max) return stop(place);
    return wire.map((member: unknown) => take({ path: `${path}[]`, wire: member }, element));
  },
  map: (place, { value, max, maxBytes }) => {
    const { wire, path } = place;
    if (!(wire instanceof Map) || wire.size > max) return stop(place);
    const entries = [...(wire as Map<string, unknown>)].map(([name, member]) => {
      if (!isName(name)) return stop(place, { expected: "name" }, { name });
      return [name, take({ path: `${path}.*`, wire: member }, value)] as const;
    });
    return encodeWire(wire).length <= maxBytes ? Object.fromEntries(entries) : stop(place);
  },
  object: takeObject,
  union: (place, { plain: other, variants }) => {
    if (other !== undefined && !(place.wire instanceof Map)) return take(place, other);
    const type: unknown = place.wire instanceof Map ? place.wire.get("type") : undefined;
    const variant = variants.get("") ?? variants.get(type as string);
    if (variant !== undefined) return takeObject(place, variant);
    const unknown = { path: joinPath(place.path, "type"), wire: place.wire };
    return stop(
      unknown,
      { expected: "variant" },
      { name: undefined, hasType: typeof type === "string" && type.length <= LONGEST_REPORTED_NAME },
    );
  },
};

function take(place: Place, shape: Shape): unknown {
  return TAKERS[shape.kind](place, shape as never);
}

/** Fields and entries are both in canonical order, so one pass over the two finds the first that differs. */
function takeObject(place: Place, shape: ObjectShape): Record<string, unknown> {
  const { path, wire } = place;
  if (!(wire instanceof Map)) return stop(place);
  const object = { path, names: shape.fields.map(({ name }) => name) };
  const entries = [...(wire as Map<string, unknown>)];
  const value: Record<string, unknown> = {};
  for (const field of shape.fields) {
    const inside = { path: joinPath(path, field.name), wire: entries[0]?.[1] };
    if (entries[0]?.[0] === field.name) {
      entries.shift();
      value[field.name] = take(inside, field.shape);
    } else if (!field.optional) {
      return stop(inside, expectedKey(entries[0], object), { name: entries[0]?.[0] });
    }
  }
  if (entries[0] !== undefined) return stop(place, { expected: "key", object }, { name: entries[0][0] });
  return shape.rules.every((rule) => rule(value as never)) ? value : stop(place);
}

function expectedKey(
  next: readonly [string, unknown] | undefined,
  object: Site["object"],
): Omit<Site, "path"> {
  return next === undefined || object === undefined ? { expected: "value" } : { expected: "key", object };
}

function stop(
  place: Place,
  site: Omit<Site, "path"> = { expected: "value" },
  found: Found = { name: undefined },
): never {
  const { name = "" } = found;
  const reported = name.length > LONGEST_REPORTED_NAME ? { ...found, name: undefined } : found;
  throw refusedBytes("value", refusalAt({ path: place.path, ...site }, reported));
}

function nameOf(wire: unknown): Found {
  return { name: typeof wire === "string" ? wire : undefined };
}

function hasOnlySafeIntegers(wire: unknown): boolean {
  if (typeof wire === "bigint") return false;
  if (Array.isArray(wire)) return wire.every(hasOnlySafeIntegers);
  return !(wire instanceof Map) || [...wire.values()].every(hasOnlySafeIntegers);
}

/** Maps as plain objects, as `Data` has them. */
function plain(wire: unknown): unknown {
  if (Array.isArray(wire)) return wire.map(plain);
  if (!(wire instanceof Map)) return wire;
  return Object.fromEntries(
    [...(wire as Map<string, unknown>)].map(([name, member]) => [name, plain(member)]),
  );
}
