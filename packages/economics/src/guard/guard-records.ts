import {
  bytes,
  type Cid,
  type Codec,
  cidSchema,
  defineCodec,
  list,
  milliseconds,
  signatureSchema,
  uint,
} from "@icn-mesh/core";
import * as z from "zod";

/** A record that stays in the store of its author: it is not signed, and nobody else reads it. */
export interface LocalRecord<Body> {
  readonly type: string;
  readonly codec: Codec<Body>;
  keptLinks(body: Body): readonly Cid[];
}

const keeps = list(cidSchema, 160);

/** A vote before it is signed: the body, since when it stands, and the blocks that it was decided by. */
export const ballotEntrySchema = z.strictObject({
  t: z.literal("icn-mesh/ballot/1"),
  at: milliseconds(),
  vote: bytes(8192),
  /** Of whoever signed the body that is voted for: what makes a second body evidence. */
  sig: signatureSchema.nullable(),
  keeps,
});
export type BallotEntry = z.infer<typeof ballotEntrySchema>;

/** A certificate that a guard was shown, and when. */
const knownEntrySchema = z.strictObject({
  t: z.literal("icn-mesh/known/1"),
  at: milliseconds(),
  certificate: bytes(16_384),
  keeps,
});
export type KnownEntry = z.infer<typeof knownEntrySchema>;

/** A signed record that a guard was shown about an assignment, and when it was shown first. */
export const showingSchema = z.strictObject({
  t: z.literal("icn-mesh/showing/1"),
  at: milliseconds(),
  body: bytes(65_536),
  sig: signatureSchema,
});
export type Showing = z.infer<typeof showingSchema>;

/** The ballot below which a guard has promised not to vote for a slot. */
const promiseEntrySchema = z.strictObject({ t: z.literal("icn-mesh/promise/1"), ballot: uint() });

/** When something about an assignment was known or asked for first. */
const momentSchema = z.strictObject({ t: z.literal("icn-mesh/moment/1"), at: milliseconds() });

/** Two signed records for one slot: their author lied to somebody. */
export const fraudSchema = z.strictObject({
  t: z.literal("icn-mesh/fraud/1"),
  first: z.strictObject({ body: bytes(65_536), sig: signatureSchema }),
  second: z.strictObject({ body: bytes(65_536), sig: signatureSchema }),
});
export type Fraud = z.infer<typeof fraudSchema>;

const limits = { maxBytes: 131_072 + 4096, maxDepth: 16, maxItems: 4096 };
const keepsOf = ({ keeps: cids }: { readonly keeps: readonly Cid[] }) => cids;
const keepsNothing = () => [];

export const ballotEntry = local("icn-mesh/ballot/1", ballotEntrySchema, keepsOf);
export const knownEntry = local("icn-mesh/known/1", knownEntrySchema, keepsOf);
export const showing = local("icn-mesh/showing/1", showingSchema, keepsNothing);
export const promiseEntry = local("icn-mesh/promise/1", promiseEntrySchema, keepsNothing);
export const moment = local("icn-mesh/moment/1", momentSchema, keepsNothing);
/** Evidence of equivocation as it is kept. */
export const fraudEntry = local("icn-mesh/fraud/1", fraudSchema, keepsNothing);

/** The records of this package that a store must know to keep what they keep. */
export const economicsRecords = [ballotEntry, knownEntry, showing, promiseEntry, moment, fraudEntry] as const;

function local<Schema extends z.ZodType>(
  type: string,
  schema: Schema,
  keptLinks: (body: z.output<Schema>) => readonly Cid[],
): LocalRecord<z.output<Schema>> {
  return { type, codec: defineCodec(type, schema, { limits }), keptLinks };
}
