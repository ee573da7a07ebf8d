import { type Cid, type Codec, cidSchema, defineCodec, list, milliseconds } from "@icn-mesh/core";
import * as z from "zod";

/** Blocks that one lease record keeps at most. */
export const MAX_LEASED = 1024;

const schema = z.strictObject({
  t: z.literal("dag/lease/1"),
  at: milliseconds(),
  prev: cidSchema.nullable(),
  keeps: list(cidSchema, MAX_LEASED),
});

/** Blocks that were written and that no ref of a user reaches yet. It never leaves the store that it was made for. */
export type LeaseRecord = z.infer<typeof schema>;

/** Keeps the blocks that were written, and the lease record before it. */
export const leaseRecord = {
  type: "dag/lease/1",
  codec: defineCodec("dag/lease/1", schema) as Codec<LeaseRecord>,
  keptLinks: ({ prev, keeps }: LeaseRecord): readonly Cid[] => (prev === null ? keeps : [prev, ...keeps]),
};
