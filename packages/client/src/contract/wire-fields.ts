import { cidSchema, didSchema, jobIdSchema, networkIdSchema } from "@icn-mesh/core";
import * as z from "zod";
import type { Json } from "./json-data.ts";

// What records are made of, in JSON: CIDs and DIDs as text, amounts as decimal text, bytes in base64.

const CID_FORM = { type: "string", pattern: "^b[a-z2-7]{58}$" } as const;

/** A CID. */
export const wireCid = cidSchema.meta({ ...CID_FORM, description: "CIDv1 of sha2-256, base32" });

/** A job's id, which is a CID. */
export const wireJobId = jobIdSchema.meta({ ...CID_FORM, description: "Id of a job" });

/** A federation's id, which is the CID of its constitution. */
export const wireNetworkId = networkIdSchema.meta({ ...CID_FORM, description: "Id of a federation" });

/** An account. */
export const wireDid = didSchema.meta({
  type: "string",
  pattern: "^did:key:z6Mk[1-9A-HJ-NP-Za-km-z]{44}$",
  description: "did:key of an Ed25519 key",
});

/** Mana or tokens: a whole number in decimal, at most 2⁶³ − 1, because JSON numbers are not exact that far. */
export const wireAmount = z
  .string()
  .regex(/^(0|[1-9]\d{0,18})$/, { abort: true, message: "not a whole number in decimal" })
  .refine((text) => BigInt(text) < 2n ** 63n, "at most 2^63 - 1")
  .meta({ description: "Whole amount in decimal", examples: ["100"] });

/** An amount that may be negative, such as the change of a balance. */
export const wireChange = z
  .string()
  .regex(/^-?\d{1,19}$/)
  .meta({ description: "Whole amount in decimal, with a sign" });

/** Milliseconds since the epoch, or a duration in milliseconds. */
export const wireMs = z.int().min(0).meta({ description: "Milliseconds" });

/** Bytes in base64 with padding. */
export const wireBase64 = z.base64().max(262_144).meta({ description: "Bytes in base64" });

/** How much of a list to give, and after which page. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(50),
  cursor: z.string().min(1).max(512).optional().meta({ description: "`next` of the page before" }),
});

/** Any JSON. */
export const wireJson = z.custom<Json>(() => true).meta({ description: "Any JSON" });
