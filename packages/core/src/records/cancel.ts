import type * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { text } from "../codec/fields.ts";
import { jobIdSchema } from "../ids/job-id.ts";

/** Stops the work for good, and moves no money. */
export const cancelSchema = signedSchema("icn/cancel/1", { job: jobIdSchema, reason: text(256) });
export type Cancel = z.infer<typeof cancelSchema>;

/** One cancellation of a job. */
export const cancelRecord = defineRecord(cancelSchema, { slot: ({ job }) => [job] });
