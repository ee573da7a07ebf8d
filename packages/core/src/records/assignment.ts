import * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { amountSchema, milliseconds, uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";
import { didSchema } from "../ids/did.ts";
import { jobIdSchema } from "../ids/job-id.ts";
import { holdIdSchema, holdSlot } from "./hold.ts";

/** The manager gives an attempt to an executor, as the next link of the hold's chain. `attempt` is the fence. */
export const assignmentSchema = signedSchema("icn/assign/1", {
  job: jobIdSchema,
  hold: holdIdSchema,
  seq: uint(),
  prev: cidSchema.nullable(),
  replica: uint(31),
  attempt: uint(65_535),
  executor: didSchema,
  bid: cidSchema,
  price: amountSchema,
  leaseMs: milliseconds(),
  claimBy: milliseconds(),
  resumeFrom: cidSchema.nullable(),
  sealed: z.null(),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** Keeps the link before it. */
export const assignmentRecord = defineRecord(assignmentSchema, {
  slot: ({ hold, seq }) => [holdSlot(hold), seq],
  keeps: ({ prev }) => [prev],
});
