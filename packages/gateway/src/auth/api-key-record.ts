import { SCOPES } from "@icn-mesh/client";
import { bytes, defineCodec, list, milliseconds, name, text } from "@icn-mesh/core";
import * as z from "zod";

/** An API key as it is kept: what it allows, and the hash of its secret, from which nobody gets the secret back. */
export const apiKeySchema = z.strictObject({
  t: z.literal("icn-mesh/api-key/1"),
  id: name(32),
  name: text(128),
  /** Whose account it acts for; null for the node's own. */
  principal: name(64).nullable(),
  scopes: list(z.enum(SCOPES), SCOPES.length, 1),
  createdAt: milliseconds(),
  expiresAt: milliseconds().nullable(),
  secretHash: bytes(32, 32),
});
export type ApiKeyRecord = z.infer<typeof apiKeySchema>;

/** The bytes of a key's record. */
export const apiKeyCodec = defineCodec("icn-mesh/api-key/1", apiKeySchema);
