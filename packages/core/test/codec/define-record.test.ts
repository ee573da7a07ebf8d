import {
  bytes,
  createKeySigner,
  defineRecord,
  MAX_BODY_BYTES,
  MAX_ENVELOPE_BYTES,
  nobleEngine,
  sealRecord,
  signedRecords,
  signedSchema,
  signRecord,
} from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { head, vectorKey } from "../records/samples/parts.ts";

const schema = signedSchema("app/blob/1", { blob: bytes(70_000) });
const slot = () => [];
const blobRecord = defineRecord(schema, { slot });
const signer = createKeySigner({ engine: nobleEngine(), secretKey: vectorKey });
const body = (length: number) => ({ ...head, t: "app/blob/1" as const, blob: new Uint8Array(length) });

describe("a record", () => {
  it("is as large as an envelope has room for, and no larger: what is signed can be sent", async () => {
    const overhead = blobRecord.codec.encode(body(60_000)).length - 60_000;
    const largest = await signRecord(blobRecord, body(MAX_BODY_BYTES - overhead), signer);
    expect(sealRecord(largest)).toHaveLength(MAX_ENVELOPE_BYTES);
    const refused = signRecord(blobRecord, body(MAX_BODY_BYTES - overhead + 1), signer);
    await expect(refused).rejects.toMatchObject({ code: "CORE_CANNOT_ENCODE" });
  });

  it("may be smaller by its own bound, but not larger", () => {
    const small = defineRecord(schema, { slot, maxBytes: 1000 });
    expect(() => small.codec.encode(body(1000))).toThrow(
      expect.objectContaining({ code: "CORE_CANNOT_ENCODE" }),
    );
    expect(() => defineRecord(schema, { slot, maxBytes: MAX_BODY_BYTES + 1 })).toThrow(
      expect.objectContaining({ code: "CORE_BAD_SCHEMA" }),
    );
  });

  it("keeps no links unless it says so, and none that are null", () => {
    const operation = signedRecords.find(({ type }) => type === "icn/op/1");
    const first = { ...head, t: "icn/op/1" as const, seq: 0, prev: null, do: [] };
    expect(operation?.keptLinks(first as never)).toEqual([]);
    expect(blobRecord.keptLinks(body(0))).toEqual([]);
  });
});
