import type * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { amountSchema } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";

/** The executor gives an assignment back, for part of the price or for nothing. */
export const releaseSchema = signedSchema("icn/release/1", {
  assignment: cidSchema,
  partPrice: amountSchema,
});
export type Release = z.infer<typeof releaseSchema>;

/** One release of an assignment. */
export const releaseRecord = defineRecord(releaseSchema, { slot: ({ assignment }) => [assignment] });
