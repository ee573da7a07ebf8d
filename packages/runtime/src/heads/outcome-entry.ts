import {
  assignmentRecord,
  assignmentSchema,
  bytes,
  type Cid,
  certificateCodec,
  cidSchema,
  defineCodec,
  settlementTypeSchema,
} from "@icn-mesh/core";
import type { SettledWork } from "@icn-mesh/economics";
import * as z from "zod";

const MOST_CERTIFICATE_BYTES = 16_384;

const entrySchema = z.strictObject({
  t: z.literal("icn-mesh/outcome/1"),
  certificate: bytes(MOST_CERTIFICATE_BYTES),
  assignment: cidSchema,
});

/** How an assignment ended, as a node keeps it: the certificate of its settlement, and what was settled. */
export const outcomeEntry = {
  type: "icn-mesh/outcome/1",
  codec: defineCodec("icn-mesh/outcome/1", entrySchema),
  keptLinks: ({ assignment }: z.infer<typeof entrySchema>) => [assignment],
} as const;

const wireSchema = z.strictObject({
  certificate: bytes(MOST_CERTIFICATE_BYTES),
  assignment: bytes(MOST_CERTIFICATE_BYTES),
});
/** The bytes of an outcome on its way to another node: nothing else has to be known to check it. */
export const outcomeCodec = defineCodec("heads-outcome", wireSchema, {
  limits: { maxBytes: 2 * MOST_CERTIFICATE_BYTES + 64, maxDepth: 4, maxItems: 16 },
});

const { by, executor, hold, claimBy } = assignmentSchema.shape;

/** What reputation is made of, in the read model: so much less than the blocks that it is read in one go. */
const rowSchema = z.strictObject({ by, executor, hold, claimBy, type: settlementTypeSchema });
const rowCodec = defineCodec("heads-outcome-row", rowSchema);

/** The row of an outcome by the block that its ref points at; empty for one that cannot be read. */
export function outcomeRow(entry: Uint8Array, blockOf: (cid: Cid) => Uint8Array | undefined): Uint8Array {
  const decoded = outcomeEntry.codec.decode(entry);
  const body = decoded.ok ? blockOf(decoded.value.assignment) : undefined;
  if (!decoded.ok || body === undefined) return NOTHING;
  const assignment = assignmentRecord.codec.decode(body);
  const certificate = certificateCodec.decode(decoded.value.certificate);
  if (!assignment.ok || !certificate.ok || typeof certificate.value.outcome === "string") return NOTHING;
  const { value } = assignment;
  return rowCodec.encode({
    by: value.by,
    executor: value.executor,
    hold: value.hold,
    claimBy: value.claimBy,
    type: certificate.value.outcome.type,
  });
}

const NOTHING = new Uint8Array(0);

/** What a row says; undefined for the empty one. */
export function workInRow(cid: Cid, row: Uint8Array): SettledWork | undefined {
  const decoded = rowCodec.decode(row);
  if (!decoded.ok) return undefined;
  const { type, ...body } = decoded.value;
  return { assignment: { cid, body }, settlement: { type } };
}
