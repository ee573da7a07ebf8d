import type * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { milliseconds, text, uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";

/** A state from which another executor can go on. `percent` is in basis points. */
export const checkpointSchema = signedSchema("icn/checkpoint/1", {
  assignment: cidSchema,
  seq: uint(),
  at: milliseconds(),
  checkpointId: text(128, 1),
  stage: text(128),
  step: uint().optional(),
  percent: uint(10_000),
  state: cidSchema,
  prev: cidSchema.nullable(),
  intermediate: cidSchema.nullable(),
});
export type JobCheckpoint = z.infer<typeof checkpointSchema>;

/** Numbered by the executor. The states are payloads, which no record keeps. */
export const checkpointRecord = defineRecord(checkpointSchema, {
  slot: ({ assignment, seq }) => [assignment, seq],
});
