import * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { amountSchema, list, milliseconds, name, uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";
import { jobIdSchema } from "../ids/job-id.ts";
import { resourcesSchema } from "./resources.ts";

/** An executor's offer in one round: the most that an attempt may cost, and what it brings. */
export const bidSchema = signedSchema("icn/bid/1", {
  job: jobIdSchema,
  round: uint(65_535),
  price: amountSchema,
  perHour: amountSchema.optional(),
  failPrice: amountSchema,
  needMs: milliseconds(),
  resources: resourcesSchema,
  capabilities: list(name(), 64),
  membership: list(cidSchema, 16),
  trustScope: name().optional(),
  validForMs: milliseconds(),
  estimatedMs: milliseconds().optional(),
  bond: z.null(),
});
export type Bid = z.infer<typeof bidSchema>;

/** One bid of an executor for a job and round. */
export const bidRecord = defineRecord(bidSchema, { slot: ({ job, round }) => [job, round] });
