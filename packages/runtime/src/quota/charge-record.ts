import { amountSchema, defineCodec, didSchema, name, uint } from "@icn-mesh/core";
import * as z from "zod";

const chargeSchema = z.strictObject({
  t: z.literal("icn-mesh/charge/1"),
  account: didSchema,
  /** Days since the epoch, UTC. */
  day: uint(),
  unit: name(),
  amount: amountSchema,
});

/** What a job counts for in the quota of its account: its hold, and once that is closed, what was taken from it. */
export type Charge = z.infer<typeof chargeSchema>;

/** The record, which stays in the store of its author. */
export const chargeRecord = {
  type: "icn-mesh/charge/1",
  codec: defineCodec("icn-mesh/charge/1", chargeSchema),
  keptLinks: () => [],
} as const;
