import {
  type Bid,
  bidRecord,
  claimOf,
  createKeySigner,
  createVerifier,
  didFromPublicKey,
  jobRecord,
  nobleEngine,
  openAnyRecord,
  openRecord,
  readRecord,
  sealEnvelope,
  sealRecord,
  signRecord,
  verifySigned,
  verifySignedMany,
} from "@icn-mesh/core";
import * as dagCbor from "@ipld/dag-cbor";
import { describe, expect, it } from "vitest";
import { vectorKey } from "../records/samples/parts.ts";
import { sampleBodies } from "../records/samples.ts";

const signer = createKeySigner({ engine: nobleEngine(), secretKey: vectorKey });
const verifier = createVerifier({ engine: nobleEngine() });
const bid = sampleBodies.find((body) => body.t === "icn/bid/1") as Bid;

describe("a signed record", () => {
  it("goes over the wire and comes back as the same fact", async () => {
    const signed = await signRecord(bidRecord, bid, signer);
    const opened = openRecord(bidRecord, sealRecord(signed));
    expect(opened).toEqual({ ok: true, value: signed });
    expect(opened.ok && verifySigned(opened.value, verifier).ok).toBe(true);
    expect(readRecord(bidRecord, signed.bytes, signed.sig)).toEqual(opened);
  });

  it("keeps the bytes that were received", async () => {
    const signed = await signRecord(bidRecord, bid, signer);
    const envelope = sealRecord(signed);
    const opened = openRecord(bidRecord, envelope);
    expect(opened.ok && opened.value.bytes.buffer).toBe(envelope.buffer);
  });

  it("is not signed for somebody else", async () => {
    const other = { ...bid, by: didFromPublicKey(new Uint8Array(32).fill(1)) };
    await expect(signRecord(bidRecord, other, signer)).rejects.toMatchObject({
      code: "CORE_SIGNER_MISMATCH",
    });
  });

  it("is refused as badly signed when one byte of it changes", async () => {
    const signed = await signRecord(bidRecord, bid, signer);
    const forged = { ...signed, sig: signed.sig.map((byte, at) => (at === 40 ? byte ^ 1 : byte)) };
    expect(verifySigned(forged, verifier)).toEqual({ ok: false, refusal: { code: "CORE_BAD_SIGNATURE" } });
    expect(claimOf(forged)).toEqual({ by: bid.by, message: signed.bytes, signature: forged.sig });
  });

  it("is verified among many, each by itself", async () => {
    const signed = await signRecord(bidRecord, bid, signer);
    const forged = { ...signed, sig: signed.sig.map((byte, at) => (at === 40 ? byte ^ 1 : byte)) };
    const refused = { ok: false, refusal: { code: "CORE_BAD_SIGNATURE" } };
    expect(await verifySignedMany([signed, forged, signed], verifier)).toEqual([
      { ok: true, value: signed },
      refused,
      { ok: true, value: signed },
    ]);
  });

  it("of one kind is not read as another", async () => {
    const envelope = sealRecord(await signRecord(bidRecord, bid, signer));
    expect(openRecord(jobRecord, envelope)).toEqual({
      ok: false,
      refusal: { code: "CORE_UNKNOWN_TYPE", path: "t" },
    });
  });
});

describe("openAnyRecord", () => {
  const envelopeOf = (body: unknown) => sealEnvelope(new Uint8Array(64), dagCbor.encode(body));

  it("ignores types and versions of the future, and rejects what is no record", () => {
    expect(openAnyRecord(envelopeOf({ t: "icn/bid/2" }))).toEqual({
      ok: false,
      refusal: { code: "CORE_UNKNOWN_TYPE", path: "t" },
    });
    expect(openAnyRecord(envelopeOf({ type: "x" }))).toEqual({
      ok: false,
      refusal: { code: "CORE_WRONG_SHAPE", path: "t" },
    });
    expect(openAnyRecord(envelopeOf(["t"]))).toEqual({
      ok: false,
      refusal: { code: "CORE_WRONG_SHAPE", path: "t" },
    });
    expect(openAnyRecord(sealEnvelope(new Uint8Array(64), Uint8Array.of(0xff)))).toEqual({
      ok: false,
      refusal: { code: "CORE_MALFORMED" },
    });
    expect(openAnyRecord(new Uint8Array(10))).toEqual({ ok: false, refusal: { code: "CORE_MALFORMED" } });
  });
});
