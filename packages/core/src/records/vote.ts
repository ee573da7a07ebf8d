import type * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { uint } from "../codec/fields.ts";
import { outcomeSchema, slotNameSchema } from "./outcome.ts";

/** One guard's word on what fills a slot. `boot` counts the starts of the guard, outside its database. */
export const voteSchema = signedSchema("icn/vote/1", {
  epoch: uint(),
  boot: uint(),
  slot: slotNameSchema,
  ballot: uint(),
  outcome: outcomeSchema,
});
export type Vote = z.infer<typeof voteSchema>;

/** One vote for a slot and ballot, for ever. */
export const voteRecord = defineRecord(voteSchema, { slot: ({ slot, ballot }) => [slot, ballot] });
