import * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { amountSchema, list, milliseconds, name, text, uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";
import { didSchema } from "../ids/did.ts";
import { jobIdSchema } from "../ids/job-id.ts";
import { slotNameSchema } from "./outcome.ts";

/** One thing that an account does with what it owns. */
export const actionSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("transfer"),
    to: didSchema,
    unit: name(),
    amount: amountSchema,
    memo: text(128).optional(),
  }),
  /** Takes in a certified credit: entry `index` of what the certificate of `slot` pays out. */
  z.strictObject({ type: z.literal("receive"), slot: slotNameSchema, index: uint(4095) }),
  z.strictObject({
    type: z.literal("hold"),
    job: jobIdSchema,
    unit: name(),
    amount: amountSchema,
    expiresAt: milliseconds(),
  }),
  z.strictObject({ type: z.literal("regenerate"), epoch: uint() }),
  z.strictObject({ type: z.literal("burn"), unit: name(), amount: amountSchema }),
]);
export type Action = z.infer<typeof actionSchema>;

/** The next link of an account's chain: up to 256 actions under one signature and one vote of each guard. */
export const operationSchema = signedSchema("icn/op/1", {
  seq: uint(),
  prev: cidSchema.nullable(),
  do: list(actionSchema, 256, 1),
});
export type Operation = z.infer<typeof operationSchema>;

/** Keeps the operation before it. */
export const operationRecord = defineRecord(operationSchema, {
  slot: ({ seq }) => [seq],
  keeps: ({ prev }) => [prev],
});
