import * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { milliseconds, name, uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";
import { jobIdSchema } from "../ids/job-id.ts";
import { signatureSchema } from "./signed-link.ts";

const at = milliseconds();

/** What happened: a signed fact, or what only the manager's clock and the order of arrival could decide. */
export const happeningSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("fact"), cid: cidSchema, sig: signatureSchema }),
  z.strictObject({ type: z.literal("opened"), round: uint(65_535), at }),
  z.strictObject({ type: z.literal("closed"), round: uint(65_535), at }),
  z.strictObject({ type: z.literal("lost"), assignment: cidSchema, reason: name(), at }),
  z.strictObject({ type: z.literal("anchored"), receipt: cidSchema, at }),
  z.strictObject({
    type: z.literal("ended"),
    status: z.enum(["completed", "failed", "cancelled"]),
    reason: name().nullable(),
    at,
  }),
]);
export type Happening = z.infer<typeof happeningSchema>;

/** The next line of a job's history, which its manager writes. */
export const entrySchema = signedSchema("icn/entry/1", {
  job: jobIdSchema,
  seq: uint(),
  prev: cidSchema.nullable(),
  happened: happeningSchema,
});
export type Entry = z.infer<typeof entrySchema>;

/** Keeps the entry before it, and the fact that it admits. */
export const entryRecord = defineRecord(entrySchema, {
  slot: ({ job, seq }) => [job, seq],
  keeps: ({ prev, happened }) => [prev, happened.type === "fact" ? happened.cid : null],
});
