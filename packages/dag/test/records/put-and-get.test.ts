import {
  cancelRecord,
  cidOf,
  createMemoryStorage,
  progressRecord,
  type Signer,
  signRecord,
} from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { getRecord, getValue } from "../../src/records/get-record.ts";
import { putRecord, putValue } from "../../src/records/put-record.ts";
import { account, knot, leaf, net, stepCodec } from "../samples.ts";

const signer: Signer = { did: account, sign: async () => new Uint8Array(64).fill(7) };
const body = { t: "icn/cancel/1", net, by: account, via: null, job: leafJob(), reason: "enough" } as const;

describe("values in a store", () => {
  it("come back as they were put, with the ref that keeps them", async () => {
    const storage = createMemoryStorage();
    const value = { t: "test/step/1", no: 1, prev: null } as const;
    const put = await putValue(storage, { codec: stepCodec, value }, (to) => [
      { name: "r", expect: null, to },
    ]);
    expect(put).toEqual({ ok: true, cid: cidOf(stepCodec.encode(value)) });
    const cid = (await storage.ref("r"))!;
    expect(await getValue(storage, stepCodec, cid)).toEqual({ ok: true, value });
  });

  it("are not written when a ref has moved, and the answer says whereto", async () => {
    const storage = createMemoryStorage();
    const other = knot(1);
    await storage.commit({ blocks: [other], refs: [{ name: "r", expect: null, to: other.cid }] });
    const value = { t: "test/step/1", no: 1, prev: null } as const;
    const put = await putValue(storage, { codec: stepCodec, value }, (to) => [
      { name: "r", expect: null, to },
    ]);
    expect(put).toEqual({ ok: false, ref: "r", actual: other.cid });
    expect(await storage.has(cidOf(stepCodec.encode(value)))).toBe(false);
  });

  it("are missing, refused by their codec, or no records at all, each said by an answer", async () => {
    const storage = createMemoryStorage();
    const other = knot(1);
    const plain = leaf(1);
    await storage.commit({ blocks: [other, plain] });
    const absent = knot(2).cid;
    expect(await getValue(storage, stepCodec, absent)).toEqual({ ok: false, reason: "missing", cid: absent });
    expect(await getValue(storage, stepCodec, other.cid)).toEqual({
      ok: false,
      reason: "refused",
      cid: other.cid,
      refusal: { code: "CORE_UNKNOWN_TYPE", path: "t" },
    });
    expect(await getValue(storage, stepCodec, plain.cid)).toEqual({
      ok: false,
      reason: "refused",
      cid: plain.cid,
      refusal: { code: "DAG_NOT_A_RECORD" },
    });
  });
});

describe("signed records in a store", () => {
  it("are a block of the body, and the signature beside the link", async () => {
    const storage = createMemoryStorage();
    const signed = await signRecord(cancelRecord, body, signer);
    const put = await putRecord(storage, signed, [{ name: "c", expect: null, to: signed.cid }]);
    expect(put).toEqual({ ok: true, link: { cid: signed.cid, sig: signed.sig } });
    expect(await storage.get(signed.cid)).toEqual(cancelRecord.codec.encode(body));
    expect(await getRecord(storage, cancelRecord, signed)).toEqual({ ok: true, value: signed });
  });

  it("are not written when a ref has moved", async () => {
    const storage = createMemoryStorage();
    const other = knot(1);
    await storage.commit({ blocks: [other], refs: [{ name: "c", expect: null, to: other.cid }] });
    const signed = await signRecord(cancelRecord, body, signer);
    const put = await putRecord(storage, signed, [{ name: "c", expect: null, to: signed.cid }]);
    expect(put).toEqual({ ok: false, ref: "c", actual: other.cid });
    expect(await storage.has(signed.cid)).toBe(false);
  });

  it("are refused where another kind of record stands", async () => {
    const storage = createMemoryStorage();
    const signed = await signRecord(cancelRecord, body, signer);
    await putRecord(storage, signed);
    const found = await getRecord(storage, progressRecord, signed);
    expect(found).toMatchObject({ ok: false, reason: "refused", refusal: { code: "CORE_UNKNOWN_TYPE" } });
  });
});

function leafJob() {
  return cidOf(Uint8Array.of(0xa0)) as ReturnType<typeof cancelRecord.codec.parse>["job"];
}
