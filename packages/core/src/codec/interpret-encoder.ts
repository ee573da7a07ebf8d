import { CID } from "multiformats/cid";
import { isCid } from "../ids/cid.ts";
import { isDid } from "../ids/did.ts";
import { encodeData } from "./data.ts";
import { isText, namesOf } from "./leaves.ts";
import { joinPath } from "./path.ts";
import type { ObjectShape, Shape, ShapeOf } from "./shape.ts";
import { cannotEncode, encodeWire } from "./writer.ts";

const LARGEST_AMOUNT = 2n ** 63n - 1n;

/** Writes a value where code generation is forbidden: checked by walking the shape, put into bytes by the general library. */
export function interpretEncode(codec: string, shape: Shape, value: unknown): Uint8Array {
  return encodeWire(give({ codec, path: "", value }, shape));
}

interface Place {
  readonly codec: string;
  readonly path: string;
  readonly value: unknown;
}

type Giver<Kind extends Shape["kind"]> = (place: Place, shape: ShapeOf<Kind>) => unknown;

const GIVERS: { readonly [Kind in Shape["kind"]]: Giver<Kind> } = {
  text: (place, shape) => must(place, isText(shape, place.value)),
  uint: (place, { min, max }) => {
    const { value } = place;
    return must(
      place,
      typeof value === "number" && Number.isSafeInteger(value) && value >= min && value <= max,
    );
  },
  amount: (place) => {
    const { value } = place;
    return must(place, typeof value === "bigint" && value >= 0n && value <= LARGEST_AMOUNT);
  },
  flag: (place) => must(place, typeof place.value === "boolean"),
  null: (place) => must(place, place.value === null),
  literal: (place, { values }) => must(place, values.includes(place.value as string)),
  bytes: (place, { min, max }) => {
    const { value } = place;
    return must(place, value instanceof Uint8Array && value.length >= min && value.length <= max);
  },
  link: (place) => CID.parse(must(place, isCid(place.value)) as string),
  did: (place) => must(place, isDid(place.value)),
  data: (place, { maxBytes }) => must(place, encodeData(place.value, maxBytes) !== undefined),
  nullable: (place, { inner }) => (place.value === null ? null : give(place, inner)),
  list: (place, { element, min, max }) => {
    const { codec, path, value } = place;
    if (!Array.isArray(value) || value.length < min || value.length > max) throw cannotEncode(codec, path);
    return value.map((member: unknown) => give({ codec, path: `${path}[]`, value: member }, element));
  },
  map: (place, shape) => {
    const names = namesOf(shape, place.value);
    if (names === undefined) throw cannotEncode(place.codec, place.path);
    const source = place.value as Readonly<Record<string, unknown>>;
    const wire = new Map(
      names.map((name) => [
        name,
        give({ ...place, path: `${place.path}.*`, value: source[name] }, shape.value),
      ]),
    );
    if (encodeWire(wire).length > shape.maxBytes) throw cannotEncode(place.codec, place.path);
    return wire;
  },
  object: giveObject,
  union: (place, { plain, variants }) => {
    if (plain !== undefined && typeof place.value === "string") return give(place, plain);
    const { type } = (place.value ?? {}) as { readonly type?: unknown };
    const variant = variants.get("") ?? variants.get(type as string);
    if (variant === undefined) throw cannotEncode(place.codec, joinPath(place.path, "type"));
    return giveObject(place, variant);
  },
};

function give(place: Place, shape: Shape): unknown {
  return GIVERS[shape.kind](place, shape as never);
}

function must(place: Place, fits: boolean): unknown {
  if (!fits) throw cannotEncode(place.codec, place.path);
  return place.value;
}

function giveObject({ codec, path, value }: Place, shape: ObjectShape): Map<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw cannotEncode(codec, path);
  const source = value as Readonly<Record<string, unknown>>;
  const wire = new Map<string, unknown>();
  for (const { name, shape: inner, optional } of shape.fields) {
    if (optional && source[name] === undefined) continue;
    wire.set(name, give({ codec, path: joinPath(path, name), value: source[name] }, inner));
  }
  if (countGiven(source) !== wire.size || !shape.rules.every((rule) => rule(value as never)))
    throw cannotEncode(codec, path);
  return wire;
}

/** Inherited ones too, which are read like others. */
function countGiven(source: Readonly<Record<string, unknown>>): number {
  let given = 0;
  for (const name in source) if (source[name] !== undefined) given++;
  return given;
}
