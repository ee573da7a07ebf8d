import * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { data, list, name, named, uint } from "../codec/fields.ts";
import { cidSchema } from "../ids/cid.ts";
import { didSchema } from "../ids/did.ts";
import { jobIdSchema } from "../ids/job-id.ts";
import { signedLinkSchema } from "./signed-link.ts";

const MAX_BIDS = 128;

/** Who won a round and why, so that anybody can compute it again. */
export const selectionSchema = signedSchema("icn/selection/1", {
  job: jobIdSchema,
  round: uint(65_535),
  bids: list(signedLinkSchema, MAX_BIDS),
  policy: z.strictObject({ name: name(), params: data(1024) }),
  /** What the policy declares that it looks at, besides the bids, by executor. */
  inputs: list(z.strictObject({ executor: didSchema, values: named(uint(), 8, 256) }), MAX_BIDS),
  scores: list(z.strictObject({ bid: cidSchema, score: uint() }), MAX_BIDS),
  winner: cidSchema.nullable(),
  rejected: list(z.strictObject({ bid: cidSchema, reason: name() }), MAX_BIDS),
});
export type Selection = z.infer<typeof selectionSchema>;

/** Keeps the bids. */
export const selectionRecord = defineRecord(selectionSchema, {
  slot: ({ job, round }) => [job, round],
  keeps: ({ bids }) => bids.map(({ cid }) => cid),
});
