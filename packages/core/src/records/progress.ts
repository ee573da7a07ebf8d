import type * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { list, milliseconds, text, uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";

/** Where the work stands. It renews the lease. `percent` is in basis points. */
export const progressSchema = signedSchema("icn/progress/1", {
  assignment: cidSchema,
  seq: uint(),
  at: milliseconds(),
  stage: text(128),
  percent: uint(10_000),
  etaMs: milliseconds().optional(),
  message: text(1024),
  completedStages: list(text(128), 64),
  remainingStages: list(text(128), 64),
});
export type ProgressReport = z.infer<typeof progressSchema>;

/** Numbered by the executor. */
export const progressRecord = defineRecord(progressSchema, {
  slot: ({ assignment, seq }) => [assignment, seq],
});
