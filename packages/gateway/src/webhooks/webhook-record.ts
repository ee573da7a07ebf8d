import { defineCodec, jobIdSchema, milliseconds, text, uint } from "@icn-mesh/core";
import * as z from "zod";

/** What a webhook came to. */
export const webhookSchema = z.strictObject({
  t: z.literal("icn-mesh/webhook/1"),
  job: jobIdSchema,
  url: text(2048, 1),
  state: z.enum(["waiting", "delivered", "given-up"]),
  attempts: uint(),
  lastError: text(256).nullable(),
  /** When the job was first seen to have ended; null before. */
  endedAt: milliseconds().nullable(),
  nextAt: milliseconds().nullable(),
});
export type WebhookRecord = z.infer<typeof webhookSchema>;

/** The bytes of a webhook's record. */
export const webhookCodec = defineCodec("icn-mesh/webhook/1", webhookSchema);
