import * as z from "zod";
import { amountSchema, list, text, uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";
import { didSchema } from "../ids/did.ts";
import { signatureSchema } from "./signed-link.ts";

/** The name of a slot inside another record. */
export const slotNameSchema = text(256, 1);

/** What guards compute from the evidence of one attempt: how much leaves the hold, and to whom; the rest is burned. */
export const settlementSchema = z.strictObject({
  type: z.enum(["pay", "release", "split"]),
  slot: slotNameSchema,
  taken: amountSchema,
  credits: list(z.strictObject({ to: didSchema, amount: amountSchema }), 64),
});
export type Settlement = z.infer<typeof settlementSchema>;

/** What is voted on: a body that fills the slot, or a settlement. Never the bytes of somebody's proposal. */
export const outcomeSchema = z.union([cidSchema, settlementSchema]);
export type Outcome = z.infer<typeof outcomeSchema>;

/** A guard's vote inside a certificate, from which the signed vote can be rebuilt. */
export const castVoteSchema = z.strictObject({
  by: didSchema,
  boot: uint(),
  ballot: uint(),
  sig: signatureSchema,
});
export type CastVote = z.infer<typeof castVoteSchema>;
