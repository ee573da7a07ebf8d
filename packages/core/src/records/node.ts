import type * as z from "zod";
import { defineRecord, signedSchema } from "../codec/define-record.ts";
import { data, list, milliseconds, name, text, uint } from "../codec/fields.ts";
import { didSchema } from "../ids/did.ts";
import { resourcesSchema } from "./resources.ts";

/** What a node says of itself: where it is, what it does, and which record types it reads. */
export const nodeSchema = signedSchema("icn/node/1", {
  seq: uint(),
  peerKey: didSchema,
  addresses: list(text(256), 16),
  roles: list(name(), 8),
  supported: list(name(), 64),
  capabilities: list(name(), 64),
  resources: resourcesSchema,
  bidPolicy: data(1024),
  validForMs: milliseconds(),
});
export type NodeRecord = z.infer<typeof nodeSchema>;

/** A later `seq` replaces the earlier ones. */
export const nodeRecord = defineRecord(nodeSchema, { slot: ({ seq }) => [seq] });
