import { type Cid, cidSchema, defineCodec, name } from "@icn-mesh/core";
import { JOB_STATUSES } from "@icn-mesh/mesh";
import * as z from "zod";

const answerSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("manager"),
    status: z.enum(JOB_STATUSES),
    /** Why the job has failed; null while it has not. */
    reason: name().nullable(),
    receipt: cidSchema.nullable(),
  }),
  z.strictObject({
    type: z.literal("executor"),
    /** Promised; certified, so that it runs or is about to; committed to a result of a quorum; ended, with a word that its manager may not have yet; paid or given up. */
    phase: z.enum(["accepted", "assigned", "committed", "reported", "settled"]),
  }),
]);

/** Where a job stands, as its manager says; or an assignment, as its executor says. Nobody signs that. */
export type PeerStatus = z.infer<typeof answerSchema>;

const limits = { maxBytes: 1024, maxDepth: 4, maxItems: 32 };
const requestCodec = defineCodec("mesh-status-of", z.strictObject({ about: cidSchema }), { limits });
const answerCodec = defineCodec("mesh-status", answerSchema, { limits });

/** A question about a job or an assignment, as bytes. */
export function encodeStatusRequest(about: Cid): Uint8Array {
  return requestCodec.encode({ about });
}

/** What is asked about; undefined for bytes that are no question. */
export function decodeStatusRequest(from: Uint8Array): Cid | undefined {
  const decoded = requestCodec.decode(from);
  return decoded.ok ? decoded.value.about : undefined;
}

/** An answer as bytes. */
export function encodePeerStatus(status: PeerStatus): Uint8Array {
  return answerCodec.encode(status);
}

/** Reads an answer; undefined for bytes that are none. */
export function decodePeerStatus(from: Uint8Array): PeerStatus | undefined {
  const decoded = answerCodec.decode(from);
  return decoded.ok ? decoded.value : undefined;
}
