import * as z from "zod";
import type { Cid } from "../ids/cid.ts";
import { type Did, didSchema } from "../ids/did.ts";
import { type NetworkId, networkIdSchema } from "../ids/network-id.ts";
import { MAX_BODY_BYTES } from "../signatures/envelope.ts";
import { type Codec, defineCodec } from "./define-codec.ts";
import { data, named } from "./fields.ts";
import { RECORD_LIMITS } from "./scan.ts";
import { badSchema } from "./shape.ts";

/** Fields of an application or of a later version: signed, at most 1 KiB, ignored by whoever does not know them. */
export const extSchema = named(data(1024), 16, 1024);

/** What every signed record starts with; `via` is for delegated keys and null in version 1. */
const head = { net: networkIdSchema, by: didSchema, via: z.null(), ext: extSchema.optional() };

/** The place of a fact: whoever signs two different bodies for one slot has equivocated. */
export type Slot = string & z.$brand<"Slot">;

/** What every signed body says of itself; `net` is null in the first record of a network alone. */
export interface RecordBody {
  readonly t: string;
  readonly net: NetworkId | null;
  readonly by: Did;
}

/** A kind of record: its bytes, the slot that it fills, and the links that keep other blocks alive. */
export interface RecordDefinition<Body> {
  /** Type and version, the first field of every body: the domain that separates its signature from all others. */
  readonly type: string;
  readonly codec: Codec<Body>;
  /** `cid` is that of the body, which fills the slot of a record that has no other. */
  slotOf(body: Body, cid: Cid): Slot;
  /** Links to history. Links that a record only names, such as inputs and results, are not among them. */
  keptLinks(body: Body): readonly Cid[];
}

/** What a definition adds to a schema. */
export interface RecordOptions<Body> {
  /** What fills the slot besides the type, `by` and the network, which are in every one. */
  readonly slot: (body: Body, cid: Cid) => readonly (string | number)[];
  readonly keeps?: (body: Body) => readonly (Cid | null)[];
  /** Of the body: what fits into an envelope when not given, and never more. */
  readonly maxBytes?: number;
}

/**
 * The schema of a signed record: its type and version, the head that all share, and its own fields. None has a
 * name of one letter, so that `t` comes first in canonical order and separates the domains of all signatures.
 */
export function signedSchema<const Type extends string, Fields extends z.core.$ZodLooseShape>(
  type: Type,
  fields: Fields,
) {
  const short = Object.keys(fields).find((field) => field.length < 2);
  if (short !== undefined) throw badSchema(`${type}: the field ${short} would come before t`);
  return z.strictObject({ t: z.literal(type), ...head, ...fields });
}

/** A record over a schema of `signedSchema`. */
export function defineRecord<Schema extends z.ZodObject<{ t: z.ZodLiteral<string> } & z.ZodRawShape>>(
  schema: Schema,
  { slot, keeps, maxBytes = MAX_BODY_BYTES }: RecordOptions<z.output<Schema>>,
): RecordDefinition<z.output<Schema>> {
  const type = schema.shape.t.value;
  if (maxBytes > MAX_BODY_BYTES) throw badSchema(`${type}: no envelope has room for ${maxBytes} bytes`);
  return {
    type,
    codec: defineCodec(type, schema, { limits: { ...RECORD_LIMITS, maxBytes } }),
    slotOf(body, cid) {
      const { by, net } = body as unknown as RecordBody;
      return slotFor(type, by, [net ?? cid, ...slot(body, cid)]);
    },
    keptLinks: (body) => (keeps?.(body) ?? []).filter((link) => link !== null),
  };
}

/**
 * The text of a slot: type, `by`, network and the parts of the record, with a space between them. An account of two
 * networks has a slot in each, and the record that founds a network is of the one that it founds. Versions of one
 * type share their slots: a newer version is no second vote.
 */
export function slotFor(type: string, by: Did, parts: readonly (string | number)[]): Slot {
  return [type.slice(0, type.lastIndexOf("/")), by, ...parts].join(" ") as Slot;
}
