import {
  type AnyBody,
  certificateCodec,
  cidOf,
  createVerifier,
  nobleEngine,
  openAnyRecord,
  openEnvelope,
  recordOfType,
  signedRecords,
  verifySigned,
} from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { sampleBodies, sampleCertificate } from "./samples.ts";
import golden from "./vectors.json" with { type: "json" };
import { makeVectors, unhex, type Vector } from "./vectors.ts";

const vectors: readonly Vector[] = golden;
const signed = vectors.filter(({ type }) => type !== "icn/cert/1");
const verifier = createVerifier({ engine: nobleEngine() });

describe("the golden bytes", () => {
  it("cover every record, and every sample has a line", () => {
    expect(new Set(signed.map(({ type }) => type))).toEqual(new Set(signedRecords.map(({ type }) => type)));
    expect(signed).toHaveLength(sampleBodies.length);
  });

  it("are what the samples encode to today", async () => {
    expect(await makeVectors()).toEqual(vectors);
  });

  it.each(signed.map((vector, index) => ({ ...vector, body: sampleBodies[index] as AnyBody })))(
    "of $type $cid open, verify and encode again to themselves",
    ({ type, cid, slot, bytes, body }) => {
      const opened = openAnyRecord(unhex(bytes));
      expect(opened).toMatchObject({ ok: true, value: { cid, slot, body } });
      if (!opened.ok) return;
      expect(verifySigned(opened.value, verifier)).toEqual({ ok: true, value: opened.value });
      expect(recordOfType(type)?.codec.encode(opened.value.body)).toEqual(new Uint8Array(opened.value.bytes));
    },
  );

  it("of the certificate decode to the sample", () => {
    const line = vectors.find(({ type }) => type === "icn/cert/1");
    const bytes = unhex(line?.bytes ?? "");
    expect(certificateCodec.decode(bytes)).toEqual({ ok: true, value: sampleCertificate });
    expect(cidOf(bytes)).toBe(line?.cid);
  });

  it("start with the type, so that no signature of one record is one of another", () => {
    for (const { bytes, type } of signed) {
      const opened = openEnvelope(unhex(bytes));
      const start = opened.ok ? opened.body.subarray(0, 5 + type.length) : new Uint8Array();
      const key = `at${String.fromCharCode(0x60 + type.length)}${type}`; // behind the head of the map
      expect([1, 2]).toContain(String.fromCharCode(...start).indexOf(key));
    }
  });
});
