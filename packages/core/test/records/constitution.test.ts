import { type Constitution, constitutionRecord, constitutionSchema } from "@icn-mesh/core";
import * as dagCbor from "@ipld/dag-cbor";
import { describe, expect, it } from "vitest";
import { shapeOf } from "../../src/codec/shape.ts";
import { wireValue } from "../codec/wire-value.ts";
import { by, did } from "./samples/parts.ts";
import { sampleBodies } from "./samples.ts";

const { codec } = constitutionRecord;
const [genesis, later] = sampleBodies.filter(({ t }) => t === "icn/constitution/1") as [
  Constitution,
  Constitution,
];
const [unit] = genesis.units;

describe("a constitution", () => {
  it.each([
    ["a quorum that its guards cannot reach", { ...later, quorum: later.guards.length + 1 }],
    ["a guard twice", { ...genesis, guards: [by, by] }],
    ["a key of the charter twice", { ...genesis, charter: [did(1), did(1)] }],
    ["a unit twice", { ...genesis, units: [unit, { ...unit, decimals: 2 }] }],
    [
      "more than all of a price given away",
      { ...genesis, units: [{ ...unit, burnBp: 1, split: [{ to: by, bp: 10_000 }] }] },
    ],
  ])("with %s is neither written nor read", (_, body) => {
    expect(constitutionSchema.safeParse(body).success).toBe(false);
    expect(() => codec.encode(body as Constitution)).toThrow(
      expect.objectContaining({ code: "CORE_CANNOT_ENCODE" }),
    );
    const forged = dagCbor.encode(wireValue(shapeOf(constitutionSchema), body));
    expect(codec.decode(forged)).toMatchObject({ ok: false, refusal: { code: "CORE_WRONG_SHAPE" } });
  });
});
