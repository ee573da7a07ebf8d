import { CID } from "multiformats/cid";
import type { Shape, ShapeOf } from "../../src/codec/shape.ts";

/** The value as an IPLD library wants it: links as CID objects. It is the reference side of comparisons. */
export function wireValue(shape: Shape, value: unknown): unknown {
  const convert = CONVERTERS[shape.kind] as ((value: never, shape: never) => unknown) | undefined;
  return convert === undefined ? value : convert(value as never, shape as never);
}

type Members = Readonly<Record<string, unknown>>;
type Converters = { readonly [Kind in Shape["kind"]]?: (value: never, shape: ShapeOf<Kind>) => unknown };

const CONVERTERS: Converters = {
  link: (value: string) => CID.parse(value),
  nullable: (value: unknown, { inner }) => (value === null ? null : wireValue(inner, value)),
  list: (value: readonly unknown[], { element }) => value.map((member) => wireValue(element, member)),
  map: (value: Members, shape) => mapMembers(value, () => shape.value),
  object: (value: Members, { fields }) =>
    mapMembers(value, (name) => fields.find((field) => field.name === name)?.shape),
  union: (value: string | Members, { plain, variants }) => {
    if (typeof value === "string") return wireValue(plain as Shape, value);
    return wireValue((variants.get("") ?? variants.get(String(value["type"]))) as Shape, value);
  },
};

function mapMembers(value: Members, shapeOf: (name: string) => Shape | undefined): unknown {
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([name, member]) => [name, wireValue(shapeOf(name) as Shape, member)]),
  );
}
