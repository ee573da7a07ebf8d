import {
  cidSchema,
  defineCodec,
  list,
  MAX_BLOCK_BYTES,
  networkIdSchema,
  signatureSchema,
} from "@icn-mesh/core";
import * as z from "zod";

const MOST_LINES = 8192;
const MOST_PROOFS = 1024;

const signed = z.strictObject({ cid: cidSchema, sig: signatureSchema });

/** What the root of a history's CAR names: the job, the lines, and the certificates; facts are signed in the lines. */
export const historyBundleSchema = z.strictObject({
  t: z.literal("icn-mesh/history/1"),
  net: networkIdSchema,
  job: signed,
  entries: list(signed, MOST_LINES),
  proofs: list(z.strictObject({ certificate: cidSchema, body: cidSchema.nullable() }), MOST_PROOFS),
});
export type HistoryBundle = z.infer<typeof historyBundleSchema>;

/** The bytes of the root. */
export const historyBundleCodec = defineCodec("icn-mesh/history/1", historyBundleSchema, {
  limits: { maxBytes: MAX_BLOCK_BYTES, maxDepth: 8, maxItems: 65_536 },
});
