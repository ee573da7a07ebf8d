import { amountSchema, defineCodec, didSchema, uint } from "@icn-mesh/core";
import * as z from "zod";

const quotaSchema = z.strictObject({
  t: z.literal("icn-mesh/quota/1"),
  account: didSchema,
  openJobs: uint().nullable(),
  spendPerDay: amountSchema.nullable(),
});

/** The quota that an operator has given to an account, where null is without limit; it stays in the store of its author. */
export const quotaRecord = {
  type: "icn-mesh/quota/1",
  codec: defineCodec("icn-mesh/quota/1", quotaSchema),
  keptLinks: () => [],
} as const;
