import { name, retrySchema, verificationSchema } from "@icn-mesh/core";
import * as z from "zod";
import { jobSpecJson } from "./job-spec-json.ts";
import { pricingJson } from "./job-views.ts";
import { wireAmount, wireCid, wireMs } from "./wire-fields.ts";

/** What to run, what it may cost, and on which terms; what is left out has the defaults of the mesh. */
export const jobSubmission = z.strictObject({
  manifest: wireCid.nullable().default(null),
  spec: jobSpecJson,
  /** At a reputation of zero; the better the creator's, the less it is. */
  cost: wireAmount,
  name: z.string().max(128).optional(),
  labels: z.record(name(), z.string().max(128)).optional(),
  lane: z.int().min(0).max(255).optional(),
  priority: z.int().min(0).max(255).optional(),
  unit: name().optional(),
  pricing: pricingJson.optional(),
  bidWindowMs: wireMs.max(3_600_000).optional(),
  enoughBids: z.int().min(1).max(128).optional(),
  acceptMs: wireMs.max(3_600_000).optional(),
  maxExecutionMs: wireMs.max(31_536_000_000).optional(),
  retry: retrySchema.partial().optional(),
  verification: verificationSchema.optional(),
  spare: wireAmount.optional(),
  openForMs: wireMs.max(31_536_000_000).optional(),
  /** Told once the job has ended: signed by the node, and tried again until it answers. */
  webhook: z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2048) }).optional(),
});
/** A submission, as a caller writes it. */
export type JobSubmission = z.input<typeof jobSubmission>;
