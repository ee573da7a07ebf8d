import { type Cid, type Codec, cidSchema, codecOf, defineCodec, milliseconds, uint } from "@icn-mesh/core";
import * as z from "zod";

const schema = z.strictObject({
  t: z.literal("dag/pin/1"),
  target: cidSchema,
  bytes: uint(),
  at: milliseconds(),
  until: milliseconds().nullable(),
});

/** Why a payload is in the store: what it is, its size, when it came, and until when it stays (null: until unpinned). */
export type PinRecord = z.infer<typeof schema>;

/** Keeps the payload. */
export const pinRecord = {
  type: "dag/pin/1",
  codec: defineCodec("dag/pin/1", schema) as Codec<PinRecord>,
  // A pin is of a payload: a record behind it would bring its history along.
  keptLinks: ({ target }: PinRecord): readonly Cid[] => (codecOf(target) === "dag-cbor" ? [] : [target]),
};
