import { CID_BYTES } from "../ids/cid.ts";
import { DID_LETTERS } from "../ids/did.ts";
import { MAX_NAME } from "./leaves.ts";
import { badSchema, type Shape, type ShapeOf } from "./shape.ts";

const HEAD = 9; // the longest CBOR head

/** How many bytes a value of this shape can take at most, so that an encoder need not check while writing. */
export function roomFor(shape: Shape): number {
  const room = sizeOf(shape);
  if (room <= MOST_ROOM) return room;
  throw badSchema(`the bounds of this schema admit ${room} bytes, more than ${MOST_ROOM}`);
}

/** A thousand times what a record may have; encoders keep that much memory. */
const MOST_ROOM = 2 ** 26;

function sizeOf(shape: Shape): number {
  return ROOM[shape.kind](shape as never);
}

const ROOM: { readonly [Kind in Shape["kind"]]: (shape: ShapeOf<Kind>) => number } = {
  text: ({ max }) => HEAD + max * 3,
  bytes: ({ max }) => HEAD + max,
  literal: ({ values }) => HEAD + Math.max(...values.map((value) => value.length * 3)),
  uint: () => HEAD,
  amount: () => HEAD,
  flag: () => HEAD,
  null: () => HEAD,
  link: () => 5 + CID_BYTES,
  did: () => HEAD + DID_LETTERS,
  data: ({ maxBytes }) => maxBytes,
  nullable: ({ inner }) => sizeOf(inner),
  list: ({ max, element }) => HEAD + max * sizeOf(element),
  map: ({ max, value }) => HEAD + max * (HEAD + MAX_NAME * 3 + sizeOf(value)),
  object: ({ fields }) =>
    fields.reduce((room, { name, shape }) => room + HEAD + name.length + sizeOf(shape), HEAD),
  union: ({ plain, variants }) =>
    Math.max(plain === undefined ? 0 : sizeOf(plain), ...[...variants.values()].map(sizeOf)),
};
