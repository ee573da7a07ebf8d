import * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { amountSchema, bytes, milliseconds, name, named, text, uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";
import { didSchema } from "../ids/did.ts";
import { holdIdSchema } from "./hold.ts";
import { jobSpecSchema } from "./job-spec.ts";

/** What an attempt costs: the price that was bid, or the time that it took, capped. */
export const pricingSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("fixed") }),
  z.strictObject({ type: z.literal("per-hour"), perHour: amountSchema, cap: amountSchema }),
]);
export type Pricing = z.infer<typeof pricingSchema>;

/** What makes a result good: the executor's signature, or that `agree` of `replicas`, more than half, say the same. */
export const verificationSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("signature") }),
  z
    .strictObject({ type: z.literal("quorum"), replicas: uint(32, 2), agree: uint(32, 2) })
    .refine(({ replicas, agree }) => agree <= replicas && 2 * agree > replicas),
]);
export type Verification = z.infer<typeof verificationSchema>;

/** How often to try again: attempts in all, rounds of bidding (0: until the hold expires), and the first pause. */
export const retrySchema = z.strictObject({
  maxAttempts: uint(255, 1),
  maxRounds: uint(65_535),
  backoffMs: milliseconds(),
});
export type Retry = z.infer<typeof retrySchema>;

/** The creator's offer. Its CID is the JobId. */
export const jobSchema = signedSchema("icn/job/1", {
  nonce: bytes(32, 8),
  name: text(128).optional(),
  labels: named(text(128), 16, 2048).optional(),
  manager: didSchema.optional(),
  hold: holdIdSchema,
  unit: name(),
  budget: amountSchema,
  pricing: pricingSchema,
  manifest: cidSchema.nullable(),
  spec: jobSpecSchema,
  lane: uint(255),
  priority: uint(255),
  createdAt: milliseconds(),
  bidWindowMs: milliseconds(),
  enoughBids: uint(128, 1).optional(),
  acceptMs: milliseconds(),
  maxExecutionMs: milliseconds(),
  retry: retrySchema,
  verification: verificationSchema,
  sealTo: z.null(),
});
export type Job = z.infer<typeof jobSchema>;

/** Body at most 32 KiB; every body is a slot of its own. */
export const jobRecord = defineRecord(jobSchema, { slot: (_, cid) => [cid], maxBytes: 32_768 });
