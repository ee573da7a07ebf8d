import * as z from "zod";
import { data, list, milliseconds, name, text, uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";
import { jobIdSchema } from "../ids/job-id.ts";
import { networkIdSchema } from "../ids/network-id.ts";
import { resourcesSchema } from "./resources.ts";

/** What kind of work it is, with parameters whose meaning belongs to that kind. */
export const jobKindSchema = z.strictObject({ type: name(), params: data(16_384) });
export type JobKind = z.infer<typeof jobKindSchema>;

/** An input: a block, or what another job put out under a name. */
export const jobInputSchema = z.union([cidSchema, z.strictObject({ job: jobIdSchema, output: name() })]);
export type JobInput = z.infer<typeof jobInputSchema>;

/** What the work may use up before it is stopped. */
export const jobLimitsSchema = z.strictObject({ fuel: uint(), wallMs: milliseconds(), outputBytes: uint() });
export type JobLimits = z.infer<typeof jobLimitsSchema>;

/** What to run, with what, and who may run it. */
export const jobSpecSchema = z.strictObject({
  kind: jobKindSchema,
  inputs: list(jobInputSchema, 128),
  outputs: list(name(), 64),
  args: list(text(1024), 64).optional(),
  resources: resourcesSchema,
  limits: jobLimitsSchema,
  requiredCapabilities: list(name(), 64),
  requiredTrustScope: name().optional(),
  minExecutorReputation: uint().optional(),
  allowedFederations: list(networkIdSchema, 64),
  deterministic: z.boolean(),
  auction: z.boolean().optional(),
});
export type JobSpec = z.infer<typeof jobSpecSchema>;
