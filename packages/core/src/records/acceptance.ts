import * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { name } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";

/** The executor's answer to exactly one assignment. */
export const acceptanceSchema = signedSchema("icn/accept/1", {
  assignment: cidSchema,
  accepted: z.boolean(),
  reason: name().optional(),
});
export type Acceptance = z.infer<typeof acceptanceSchema>;

/** One answer to an assignment. */
export const acceptanceRecord = defineRecord(acceptanceSchema, { slot: ({ assignment }) => [assignment] });
