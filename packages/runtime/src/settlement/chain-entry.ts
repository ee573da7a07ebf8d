import {
  cidSchema,
  defineCodec,
  milliseconds,
  networkIdSchema,
  settlementSchema,
  text,
  uint,
} from "@icn-mesh/core";
import * as z from "zod";

const chainEntrySchema = z.strictObject({
  t: z.literal("icn-mesh/chain-entry/1"),
  id: cidSchema,
  net: networkIdSchema,
  settlement: settlementSchema,
  /** What the chain calls it. */
  chainId: text(512),
  state: z.enum([
    "queued", // the chain is not known to have it
    "submitted", // it was handed to the chain
    "final",
    "refused",
  ]),
  submissions: uint(),
  submittedAt: milliseconds().nullable(),
  transaction: text(512).nullable(),
  block: uint().nullable(),
  reason: text(512).nullable(),
});

/** A settlement on its way to a chain: under which name, how far it has come, and in which transaction. */
export type ChainEntry = z.infer<typeof chainEntrySchema>;

/** The record, which stays in the store of whoever submits. */
export const chainEntryRecord = {
  type: "icn-mesh/chain-entry/1",
  codec: defineCodec("icn-mesh/chain-entry/1", chainEntrySchema),
  keptLinks: () => [],
} as const;
