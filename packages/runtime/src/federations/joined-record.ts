import { bytes, defineCodec, signatureSchema } from "@icn-mesh/core";
import * as z from "zod";

const embedded = z.strictObject({ body: bytes(65_536), sig: signatureSchema });

const joinedSchema = z.strictObject({
  t: z.literal("icn-mesh/joined/1"),
  genesis: embedded,
  /** The charter's word that this node's account is a member. */
  membership: embedded.nullable(),
  isLeaving: z.boolean(),
});

/** A federation that a node is in, by its constitution. */
export type Joined = z.infer<typeof joinedSchema>;

/** The record, which stays in the store of the node. */
export const joinedRecord = {
  type: "icn-mesh/joined/1",
  codec: defineCodec("icn-mesh/joined/1", joinedSchema, {
    limits: { maxBytes: 3 * 65_536, maxDepth: 8, maxItems: 64 },
  }),
  keptLinks: () => [],
} as const;
