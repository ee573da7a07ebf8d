import { amountSchema, cidSchema } from "@icn-mesh/core";
import * as z from "zod";

// The serde form of the original system: names in snake case, enums as a name or an object with one name, and CIDs
// as structs, because its text form lacks the length byte of a multihash.

/** An absent option may be written as null. */
const absentIfNull = <T>(value: T | null | undefined): T | undefined => value ?? undefined;
const count = z.int().min(0);
const names = z.array(z.string()).default([]);

const cidStruct = z.object({
  version: z.literal(1),
  codec: z.literal([0x55, 0x70, 0x71]),
  hash_alg: z.literal(0x12),
  hash_bytes: z.array(z.int().min(0).max(255)).length(32),
});

/** A CID of the original system, or one of ours. */
export const legacyCidSchema = z.union([cidSchema, cidStruct]);
export type LegacyCid = z.infer<typeof legacyCidSchema>;

const echo = z.strictObject({ Echo: z.strictObject({ payload: z.string() }) });
const kind = z.union([z.literal(["CclWasm", "GenericPlaceholder"]), echo]);
export type LegacyKind = z.infer<typeof kind>;

const resources = z.object({ cpu_cores: count, memory_mb: count, storage_mb: count });

/** What `spec_json` holds. */
export const legacySpecSchema = z.object({
  kind,
  inputs: z.array(legacyCidSchema).default([]),
  outputs: names,
  required_resources: resources.default({ cpu_cores: 0, memory_mb: 0, storage_mb: 0 }),
  required_capabilities: names,
  required_trust_scope: z.string().nullish().transform(absentIfNull),
  min_executor_reputation: count.nullish().transform(absentIfNull),
  allowed_federations: names,
});
export type LegacySpec = z.infer<typeof legacySpecSchema>;

/** A stored job, or what was posted to submit one: as much of either as the import needs. */
export const legacyJobSchema = z.object({
  manifest_cid: legacyCidSchema,
  spec_bytes: z.unknown(),
  spec_json: z.string().nullish().transform(absentIfNull),
  cost_mana: z
    .union([count, z.string().regex(/^(0|[1-9]\d{0,18})$/)])
    .transform(BigInt)
    .pipe(amountSchema),
});
