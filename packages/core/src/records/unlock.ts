import type * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { list } from "../codec/fields.ts";
import { castVoteSchema, outcomeSchema, slotNameSchema } from "./outcome.ts";

/** The charter settles a slot on which the guards' votes are stuck, and shows those votes. */
export const unlockSchema = signedSchema("icn/unlock/1", {
  slot: slotNameSchema,
  outcome: outcomeSchema,
  votes: list(castVoteSchema, 31),
});
export type Unlock = z.infer<typeof unlockSchema>;

/** One unlocking of a slot. */
export const unlockRecord = defineRecord(unlockSchema, { slot: ({ slot }) => [slot] });
