import type * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";
import { holdIdSchema, holdSlot } from "./hold.ts";

/** The last link of a hold's chain: what is left in it returns to the account. */
export const closeSchema = signedSchema("icn/close/1", {
  hold: holdIdSchema,
  seq: uint(),
  prev: cidSchema.nullable(),
});
export type Close = z.infer<typeof closeSchema>;

/** Keeps the link before it. */
export const closeRecord = defineRecord(closeSchema, {
  slot: ({ hold, seq }) => [holdSlot(hold), seq],
  keeps: ({ prev }) => [prev],
});
