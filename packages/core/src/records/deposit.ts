import type * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { amountSchema, bytes, name, text } from "../codec/fields.ts";
import { didSchema } from "../ids/did.ts";

/** The charter brings units in from outside; certified, it is a credit and counts as minted. */
export const depositSchema = signedSchema("icn/deposit/1", {
  account: didSchema,
  unit: name(),
  amount: amountSchema,
  nonce: bytes(32, 8),
  reason: text(256),
});
export type Deposit = z.infer<typeof depositSchema>;

/** The nonce is printed in hex inside the slot. */
export const depositRecord = defineRecord(depositSchema, {
  slot: ({ nonce }) => [Array.from(nonce, (byte) => byte.toString(16).padStart(2, "0")).join("")],
});
