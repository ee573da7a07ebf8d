import { cidSchema, defineCodec, milliseconds, uint } from "@icn-mesh/core";
import * as z from "zod";

const payloadSchema = z.strictObject({
  t: z.literal("icn-mesh/payload/1"),
  root: cidSchema,
  bytes: uint(),
  at: milliseconds(),
});

/** Why a payload is in the store: how large it is, and when somebody wanted it last. */
export type PayloadEntry = z.infer<typeof payloadSchema>;

/** The record, which keeps the payload. */
export const payloadRecord = {
  type: "icn-mesh/payload/1",
  codec: defineCodec("icn-mesh/payload/1", payloadSchema),
  keptLinks: ({ root }: PayloadEntry) => [root],
} as const;
