import type * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { milliseconds, text, uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";

/** A piece of the result before the end. */
export const partialOutputSchema = signedSchema("icn/partial/1", {
  assignment: cidSchema,
  seq: uint(),
  at: milliseconds(),
  outputId: text(128, 1),
  stage: text(128),
  output: cidSchema,
  size: uint(),
  format: text(128).optional(),
});
export type PartialOutputReceipt = z.infer<typeof partialOutputSchema>;

/** Numbered by the executor. */
export const partialOutputRecord = defineRecord(partialOutputSchema, {
  slot: ({ assignment, seq }) => [assignment, seq],
});
