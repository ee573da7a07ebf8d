import type * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { list, uint } from "../codec/fields.ts";
import { outcomeSchema, slotNameSchema, stuckVoteSchema } from "./outcome.ts";

/** The charter settles a slot on which the guards' votes are stuck, and shows those votes. */
export const unlockSchema = signedSchema("icn/unlock/1", {
  epoch: uint(),
  slot: slotNameSchema,
  outcome: outcomeSchema,
  votes: list(stuckVoteSchema, 31),
});
export type Unlock = z.infer<typeof unlockSchema>;

/** One unlocking of a slot. */
export const unlockRecord = defineRecord(unlockSchema, { slot: ({ slot }) => [slot] });
