import { type Codec, defineCodec, openEnvelope } from "@icn-mesh/core";
import { recordSchemas } from "../test/codec/record-schemas.ts";
import golden from "../test/records/vectors.json" with { type: "json" };
import { unhex } from "../test/records/vectors.ts";

/** The bodies of all golden vectors. */
export const corpus: readonly Uint8Array[] = golden.map(({ bytes, slot }) => {
  const opened = openEnvelope(unhex(bytes));
  return opened.ok && slot !== "" ? opened.body.slice() : unhex(bytes);
});

/** The codec of every record, interpreted. */
export const interpretedTwins: ReadonlyMap<string, Codec<unknown>> = new Map(
  Object.entries(recordSchemas).map(([type, schema]) => [
    type,
    defineCodec(type, schema, { mode: "interpret" }),
  ]),
);
