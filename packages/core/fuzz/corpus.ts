import { defineCodec, MAX_BODY_BYTES, openEnvelope, RECORD_LIMITS } from "@icn-mesh/core";
import { recordSchemas } from "../test/codec/record-schemas.ts";
import golden from "../test/records/vectors.json" with { type: "json" };
import { unhex } from "../test/records/vectors.ts";
import type { Twin } from "./run-fuzz.ts";

/** The bodies of all golden vectors. */
export const corpus: readonly Uint8Array[] = golden.map(({ bytes, slot }) => {
  const opened = openEnvelope(unhex(bytes));
  return opened.ok && slot !== "" ? opened.body.slice() : unhex(bytes);
});

/** Bytes of the largest body, where it is not what an envelope has room for. */
const MAX_BYTES: Readonly<Record<string, number>> = {
  "icn/job/1": 32_768,
  "icn/cert/1": RECORD_LIMITS.maxBytes,
};

/** The codec of every record, interpreted, and its schema. */
export const interpretedTwins: ReadonlyMap<string, Twin> = new Map(
  Object.entries(recordSchemas).map(([type, schema]) => {
    const limits = { ...RECORD_LIMITS, maxBytes: MAX_BYTES[type] ?? MAX_BODY_BYTES };
    return [type, { schema, codec: defineCodec(type, schema, { mode: "interpret", limits }) }];
  }),
);
