import * as dagCbor from "@ipld/dag-cbor";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  BODY_OFFSET,
  MAX_ENVELOPE_BYTES,
  openEnvelope,
  sealEnvelope,
} from "../../src/signatures/envelope.ts";

const signature = Uint8Array.from({ length: 64 }, (_, at) => at);
const body = dagCbor.encode({ t: "icn/vote/1", slot: 7 });
const sealed = sealEnvelope(signature, body);

const MALFORMED = { ok: false, refusal: { code: "CORE_MALFORMED" } };
const TOO_LARGE = { ok: false, refusal: { code: "CORE_TOO_LARGE" } };

describe("sealing", () => {
  it("writes the canonical dag-cbor of the map { sig, body }", () => {
    const value = fc.letrec((tie) => ({
      any: fc.oneof({ maxDepth: 3 }, fc.string(), fc.boolean(), fc.maxSafeInteger(), tie("list"), tie("map")),
      list: fc.array(tie("any")),
      map: fc.dictionary(fc.string(), tie("any")),
    })).map;
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), value, (sig, content) => {
        const general = dagCbor.encode({ sig, body: content });
        expect(sealEnvelope(sig, dagCbor.encode(content))).toEqual(new Uint8Array(general));
      }),
    );
  });

  it("refuses what nobody would open", () => {
    const bad: readonly (readonly [Uint8Array, Uint8Array])[] = [
      [new Uint8Array(63), body],
      [new Uint8Array(65), body],
      [signature, new Uint8Array(0)],
      [signature, new Uint8Array(MAX_ENVELOPE_BYTES - BODY_OFFSET + 1)],
    ];
    for (const [sig, content] of bad) {
      expect(() => sealEnvelope(sig, content)).toThrow(
        expect.objectContaining({ code: "CORE_NOT_AN_ENVELOPE" }),
      );
    }
    expect(sealEnvelope(signature, new Uint8Array(MAX_ENVELOPE_BYTES - BODY_OFFSET))).toHaveLength(
      MAX_ENVELOPE_BYTES,
    );
  });
});

describe("opening", () => {
  it("gives back what was sealed, as views into the same bytes", () => {
    const opened = openEnvelope(sealed);
    expect(opened).toEqual({ ok: true, signature, body });
    if (!opened.ok) return;
    expect(opened.body.buffer).toBe(sealed.buffer);
    expect(opened.signature.buffer).toBe(sealed.buffer);
  });

  it("finds the envelope wherever it lies in a larger buffer", () => {
    const larger = new Uint8Array(sealed.length + 20);
    larger.set(sealed, 10);
    expect(openEnvelope(larger.subarray(10, 10 + sealed.length))).toEqual({ ok: true, signature, body });
  });

  it("AC-004 refuses an envelope without a signature, with an empty one, or cut anywhere before its body", () => {
    expect(openEnvelope(dagCbor.encode({ body: { t: "icn/receipt/1" } }))).toEqual(MALFORMED);
    expect(openEnvelope(dagCbor.encode({ sig: new Uint8Array(0), body: { t: "icn/receipt/1" } }))).toEqual(
      MALFORMED,
    );
    expect(openEnvelope(dagCbor.encode({ sig: new Uint8Array(63), body: new Uint8Array(90) }))).toEqual(
      MALFORMED,
    );
    for (let length = 0; length <= BODY_OFFSET; length++) {
      expect(openEnvelope(sealed.subarray(0, length)), `${length} bytes`).toEqual(MALFORMED);
    }
  });

  it("refuses every change of the bytes around the signature", () => {
    for (const at of [0, 1, 2, 3, 4, 5, 6, 71, 72, 73, 74, 75]) {
      for (let bit = 0; bit < 8; bit++) {
        const changed = sealed.map((byte, index) => (index === at ? byte ^ (1 << bit) : byte));
        expect(openEnvelope(changed), `byte ${at}, bit ${bit}`).toEqual(MALFORMED);
      }
    }
  });

  it("refuses by size before anything else", () => {
    expect(openEnvelope(new Uint8Array(MAX_ENVELOPE_BYTES + 1))).toEqual(TOO_LARGE);
    expect(openEnvelope(sealed, sealed.length)).toMatchObject({ ok: true });
    expect(openEnvelope(sealed, sealed.length - 1)).toEqual(TOO_LARGE);
  });

  it("answers any bytes with an envelope or a refusal", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.tuple(fc.uint8Array({ maxLength: 20 }), fc.nat(90)).map(([change, at]) => {
        const changed = new Uint8Array(sealed);
        changed.set(change, Math.min(at, changed.length - change.length));
        return changed;
      }),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        const opened = openEnvelope(given);
        if (opened.ok) expect(sealEnvelope(opened.signature, opened.body)).toEqual(given);
        else expect(opened).toEqual(MALFORMED);
      }),
    );
  });
});
