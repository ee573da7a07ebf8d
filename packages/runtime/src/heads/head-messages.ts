import { bytes, cidSchema, defineCodec, list, name, networkIdSchema, uint } from "@icn-mesh/core";
import * as z from "zod";
import { HEAD_SETS } from "./item-names.ts";

/** No answer has more of each, and items end where they are so many bytes. */
export const MOST_GROUPS = 64;
export const MOST_BUCKETS = 256;
export const MOST_IDS = 1024;
export const MOST_ITEMS = 128;
const MOST_ITEM_BYTES = 65_536;
export const MOST_ANSWER_BYTES = 512 * 1024;

const limits = { maxBytes: MOST_ANSWER_BYTES, maxDepth: 8, maxItems: 8192 };
const set = z.enum(HEAD_SETS);
const bucket = name(2);
const digest = bytes(32, 32);
const group = uint();
const place = { net: networkIdSchema, set, group };

/** What a node asks another about the sets that both keep. */
const questionSchema = z.discriminatedUnion("type", [
  /** What does each set come to? */
  z.strictObject({ type: z.literal("roots"), net: networkIdSchema }),
  /** What do its groups come to, the highest first, below one? */
  z.strictObject({ type: z.literal("groups"), net: networkIdSchema, set, below: group.nullable() }),
  /** What do the buckets of a group come to? */
  z.strictObject({ type: z.literal("buckets"), ...place }),
  /** What is in a group, or in one bucket of it? */
  z.strictObject({
    type: z.literal("ids"),
    ...place,
    bucket: bucket.nullable(),
    after: cidSchema.nullable(),
  }),
  /** What are these? */
  z.strictObject({ type: z.literal("items"), ...place, ids: list(cidSchema, MOST_ITEMS, 1) }),
]);
export type HeadQuestion = z.infer<typeof questionSchema>;

/** The bytes of a question. */
export const headQuestionCodec = defineCodec("heads-question", questionSchema, { limits });

/** Each set with its digest; a later version may have more sets. */
export const rootsCodec = answer("heads-roots", {
  roots: list(z.strictObject({ set: name(32), count: uint(), digest }), 16),
});

/** Groups in falling order, and the digest of all that come after them. */
export const groupsCodec = answer("heads-groups", {
  groups: list(z.strictObject({ group, count: uint(), digest }), MOST_GROUPS),
  rest: digest,
});

/** The buckets of a group in rising order. */
export const bucketsCodec = answer("heads-buckets", {
  buckets: list(z.strictObject({ bucket, count: uint(), digest }), MOST_BUCKETS),
});

/** Ids in rising order, and whether there are more after them. */
export const idsCodec = answer("heads-ids", { ids: list(cidSchema, MOST_IDS), isMore: z.boolean() });

/** As many of the items as there is room for. */
export const itemsCodec = answer("heads-items", { items: list(bytes(MOST_ITEM_BYTES), MOST_ITEMS) });

function answer<Fields extends z.core.$ZodLooseShape>(type: string, fields: Fields) {
  return defineCodec(type, z.strictObject(fields), { limits });
}
