import * as z from "zod";
import { amountSchema, list, name, printable, uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";
import { didSchema } from "../ids/did.ts";
import { signatureSchema } from "./signed-link.ts";

/** The name of a slot inside another record. */
export const slotNameSchema = printable(256);

/** How an attempt or a hold ended, as far as money and reputation tell endings apart. */
export const settlementTypeSchema = z.enum([
  "pay", // an ok receipt: the price
  "fail", // the guest's fault: the fail price of the bid
  "fault", // the executor's fault, by its own receipt: nothing
  "release", // given back by the executor for nothing
  "split", // given back by the executor for a part of the price
  "lapse", // nothing shown by claimBy and margin: nothing
  "outvoted", // a replica that the quorum did not agree with: nothing
  "close", // the end of the hold: what is left returns to its account
]);
export type SettlementType = z.infer<typeof settlementTypeSchema>;

/** What guards compute from the evidence: how much leaves the hold in its unit, and to whom; the rest is burned. */
export const settlementSchema = z.strictObject({
  type: settlementTypeSchema,
  slot: slotNameSchema,
  unit: name(),
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

/** A vote that came to nothing, with the outcome that it was for: other guards voted for others. */
export const stuckVoteSchema = castVoteSchema.extend({ outcome: outcomeSchema });
export type StuckVote = z.infer<typeof stuckVoteSchema>;
