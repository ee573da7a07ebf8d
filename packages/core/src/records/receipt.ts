import * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { bytes, milliseconds, name, named, text, uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";
import { didSchema } from "../ids/did.ts";

/** How the work ended: with outputs, or with a class of failure and a message for people. */
export const workOutcomeSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("ok"), result: cidSchema, outputs: named(cidSchema, 64, 8192) }),
  z.strictObject({ type: z.literal("failed"), class: name(), message: text(1024) }),
]);
export type WorkOutcome = z.infer<typeof workOutcomeSchema>;

/** What the work used up, by the executor's own account: informative, and nothing is decided by it. */
export const usageSchema = z.strictObject({
  fuel: uint(),
  wallMs: milliseconds(),
  peakMemoryBytes: uint(),
  outputBytes: uint(),
});
export type Usage = z.infer<typeof usageSchema>;

/** The executor's signed word on what came of exactly one assignment. */
export const receiptSchema = signedSchema("icn/receipt/1", {
  assignment: cidSchema,
  outcome: workOutcomeSchema,
  usage: usageSchema,
  profile: z.strictObject({ engine: name(), version: name() }),
  logs: cidSchema.nullable(),
  resumedFrom: cidSchema.nullable(),
  onBehalf: didSchema.nullable(),
  startedAt: milliseconds(),
  finishedAt: milliseconds(),
  salt: bytes(32, 16).nullable(),
  sealed: z.null(),
}).refine(({ startedAt, finishedAt }) => startedAt <= finishedAt);
export type ExecutionReceipt = z.infer<typeof receiptSchema>;

/** One receipt for an assignment. */
export const receiptRecord = defineRecord(receiptSchema, { slot: ({ assignment }) => [assignment] });
