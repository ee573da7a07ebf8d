import { type Cid, type Codec, cidSchema, defineCodec, list, MAX_NAME_BYTES, text } from "@icn-mesh/core";
import * as z from "zod";

/** Refs on one page at most, so that a page of the longest names is no larger than a record may be. */
export const MAX_PAGE_REFS = 100;

const schema = z.strictObject({
  t: z.literal("dag/refs/1"),
  refs: list(z.strictObject({ name: text(MAX_NAME_BYTES, 1), cid: cidSchema }), MAX_PAGE_REFS),
  pages: list(cidSchema, 1024),
});

/** A page of a tree of refs: refs in order of their names at the leaves, pages above. */
export type RefPage = z.infer<typeof schema>;

/** Keeps the pages below it, and all that its refs point at. */
export const refPageRecord = {
  type: "dag/refs/1",
  codec: defineCodec("dag/refs/1", schema) as Codec<RefPage>,
  keptLinks: ({ refs, pages }: RefPage): readonly Cid[] => [...pages, ...refs.map(({ cid }) => cid)],
};
