import * as z from "zod";
import { defineCodec } from "../codec/define-codec.ts";
import { list, uint } from "../codec/fields.ts";
import { networkIdSchema } from "../ids/network-id.ts";
import { castVoteSchema, outcomeSchema, slotNameSchema } from "./outcome.ts";

/** Enough votes for one outcome. Nobody signs it: whoever has the votes can make it, so nothing links to it. */
export const certificateSchema = z.strictObject({
  t: z.literal("icn/cert/1"),
  net: networkIdSchema,
  epoch: uint(),
  slot: slotNameSchema,
  outcome: outcomeSchema,
  votes: list(castVoteSchema, 31, 1),
});
export type Certificate = z.infer<typeof certificateSchema>;

/** The bytes of a certificate. Whether its votes are distinct, sorted, valid and enough is for `economics` to say. */
export const certificateCodec = defineCodec("icn/cert/1", certificateSchema);
