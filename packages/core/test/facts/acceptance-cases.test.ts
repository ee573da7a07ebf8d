import {
  type AnyBody,
  cidOf,
  createKeySigner,
  createVerifier,
  type Data,
  defineCodec,
  type JobSpec,
  jobSpecSchema,
  nobleEngine,
  openAnyRecord,
  type RecordDefinition,
  recordOfType,
  sealRecord,
  signRecord,
  verifySigned,
} from "@icn-mesh/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryOf } from "../codec/arbitrary-of.ts";
import { leavesOf } from "../records/leaves-of.ts";
import { cid, did, largeSpec, smallSpec, vectorKey } from "../records/samples/parts.ts";
import { sampleBodies } from "../records/samples.ts";

// The acceptance cases of requirement 000 on signatures and ids; AC-001, 002, 004 and 005 stand with what they test.

const engine = nobleEngine();
const alice = createKeySigner({ engine, secretKey: vectorKey });
const mallory = createKeySigner({ engine, secretKey: new Uint8Array(32).fill(66) });
const verifier = createVerifier({ engine });

const definitionOf = ({ t }: AnyBody) => recordOfType(t) as RecordDefinition<AnyBody>;
const idOf = (body: AnyBody) => cidOf(definitionOf(body).codec.encode(body));

const bodyOf = <Type extends AnyBody["t"]>(type: Type) =>
  sampleBodies.findLast(({ t }) => t === type) as Extract<AnyBody, { t: Type }>;

const signed = ["job", "bid", "assign", "receipt", "checkpoint", "partial"] as const;

describe.each(signed)("AC-003 a signed %s", (kind) => {
  const body: AnyBody = bodyOf(`icn/${kind}/1`);
  const definition = definitionOf(body);

  it("is submitted, read and verified as what was signed", async () => {
    const opened = openAnyRecord(sealRecord(await signRecord(definition, body, alice)));
    expect(opened).toMatchObject({ ok: true, value: { body } });
    expect(opened.ok && verifySigned(opened.value, verifier).ok).toBe(true);
  });

  it("fails under its signature when any one field is another", async () => {
    const { sig } = await signRecord(definition, body, alice);
    const changed = leavesOf(body).flatMap(({ variants }) => encodings(definition, variants));
    expect(changed.length).toBeGreaterThan(10);
    for (const message of changed) {
      expect(verifier.verify({ by: body.by, message, signature: sig })).toBe(false);
    }
  });

  it("fails when another key signed it, or is named as its author", async () => {
    const record = await signRecord(definition, body, alice);
    const forged = { ...record, sig: await mallory.sign(record.bytes) };
    expect(verifySigned(forged, verifier).ok).toBe(false);
    const stolen = definition.codec.encode({ ...body, by: mallory.did });
    expect(verifier.verify({ by: mallory.did, message: stolen, signature: record.sig })).toBe(false);
  });
});

describe("AC-006 the id of a block", () => {
  const fact = { type: "fact", cid: cid(1), sig: new Uint8Array(64).fill(1) } as const;
  const entry = { ...bodyOf("icn/entry/1"), prev: cid(2), happened: fact };
  const opened = { ...entry, happened: { type: "opened", round: 1, at: 1000 } as const };

  it.each([
    ["data", opened, { ...opened, happened: { ...opened.happened, round: 2 } }],
    ["link", entry, { ...entry, prev: cid(3) }],
    ["linked fact", entry, { ...entry, happened: { ...fact, cid: cid(3) } }],
    ["author", entry, { ...entry, by: did(9) }],
    ["timestamp", opened, { ...opened, happened: { ...opened.happened, at: 1001 } }],
    ["signature", entry, { ...entry, happened: { ...fact, sig: new Uint8Array(64).fill(2) } }],
    ["scope", entry, { ...entry, net: cid(4) as typeof entry.net }],
    ["extension", entry, { ...entry, ext: { note: 1 } }],
  ])("is another when its %s is", (_, before, after) => {
    expect(idOf(after)).not.toBe(idOf(before));
  });

  it.each(sampleBodies.map((body, index) => ({ t: body.t, index, body })))(
    "of $t is another when any byte is corrupt, sample $index",
    ({ body }) => {
      const bytes = definitionOf(body).codec.encode(body);
      const id = cidOf(bytes);
      const corrupt = bytes.slice();
      for (const at of bytes.keys()) {
        corrupt[at] = (bytes[at] as number) ^ 1;
        expect(cidOf(corrupt)).not.toBe(id);
        corrupt[at] = bytes[at] as number;
      }
      expect(cidOf(corrupt)).toBe(id);
    },
  );
});

describe("AC-007 lists of links have an order that matters", () => {
  it.each([
    ["inputs of a job", spec({ inputs: [cid(1), cid(2)] }), spec({ inputs: [cid(2), cid(1)] })],
    ["membership of a bid", bid([cid(1), cid(2)]), bid([cid(2), cid(1)])],
  ])("the %s in another order are another block", (_, before, after) => {
    expect(idOf(after)).not.toBe(idOf(before));
  });

  it("but the order in which code names the fields of an object does not", () => {
    for (const body of sampleBodies) {
      const backwards = Object.fromEntries(Object.entries(body).reverse()) as unknown as AnyBody;
      expect(idOf(backwards)).toBe(idOf(body));
    }
  });
});

describe("AC-008 the spec of a job", () => {
  const codec = defineCodec("spec", jobSpecSchema);

  it.each(["echo", "wasm", "ccl", "docker", "http", "inference", "x/y:z@1"])(
    "of the kind %s is read as it was written",
    (type) => {
      const params = arbitraryOf({ kind: "data", maxBytes: 16_384 }) as fc.Arbitrary<Data>;
      fc.assert(
        fc.property(fc.constantFrom(smallSpec, largeSpec), params, (base, value) => {
          const written: JobSpec = { ...base, kind: { type, params: value } };
          expect(codec.parse(codec.encode(written))).toEqual(written);
        }),
        { numRuns: 30 },
      );
    },
  );

  it("is a typed refusal when it is garbage, and a coded error where it had to be good", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (garbage) => {
        expect(codec.decode(garbage)).toMatchObject({
          ok: false,
          refusal: { code: expect.stringMatching(/^CORE_/) },
        });
        expect(() => codec.parse(garbage)).toThrow(expect.objectContaining({ code: "CORE_REFUSED_BYTES" }));
      }),
    );
  });
});

function spec(change: Partial<JobSpec>): AnyBody {
  return { ...bodyOf("icn/job/1"), spec: { ...smallSpec, ...change } };
}

function bid(membership: Extract<AnyBody, { t: "icn/bid/1" }>["membership"]): AnyBody {
  return { ...bodyOf("icn/bid/1"), membership };
}

/** Those of the values that the record admits, as bytes. */
function encodings({ codec }: RecordDefinition<AnyBody>, values: readonly unknown[]): readonly Uint8Array[] {
  return values.flatMap((value) => {
    try {
      return [codec.encode(value as AnyBody)];
    } catch (error) {
      expect(error).toMatchObject({ code: "CORE_CANNOT_ENCODE" });
      return [];
    }
  });
}
