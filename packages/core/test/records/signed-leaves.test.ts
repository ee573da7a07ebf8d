import {
  type AnyBody,
  createKeySigner,
  createVerifier,
  nobleEngine,
  type RecordDefinition,
  recordOfType,
  signRecord,
} from "@icn-mesh/core";
import { describe, expect, it } from "vitest";
import { leavesOf } from "./leaves-of.ts";
import { vectorKey } from "./samples/parts.ts";
import { sampleBodies } from "./samples.ts";

const engine = nobleEngine();
const signer = createKeySigner({ engine, secretKey: vectorKey });
const verifier = createVerifier({ engine });

/** Leaves that the schema fixes, or that have one form only. */
const CONSTANT = /^\.(t|via|bond|sealTo|sealed)$|\.type$| removed$|\[\]$/;

describe("the signature of a record covers every leaf", () => {
  it.each(sampleBodies.map((body, index) => ({ t: body.t, index, body })))(
    "of $t, sample $index",
    async ({ body }) => {
      const definition = recordOfType(body.t) as RecordDefinition<AnyBody>;
      const { bytes, sig } = await signRecord(definition, body, signer);
      const tried = leavesOf(body).map(({ path, variants }) => {
        const encoded = variants.flatMap((variant) => encodings(definition, variant as AnyBody));
        for (const other of encoded) expect(other, path).not.toEqual(bytes);
        return { path, encoded };
      });
      // One real check per record: other bytes are exactly what the rule refuses under this signature.
      const other = tried.flatMap(({ encoded }) => encoded)[0] as Uint8Array;
      expect(verifier.verify({ by: body.by, message: bytes, signature: sig })).toBe(true);
      expect(verifier.verify({ by: body.by, message: other, signature: sig })).toBe(false);
      // A leaf that cannot be changed at all within the schema would prove nothing.
      const stuck = tried.filter(({ path, encoded }) => encoded.length === 0 && !CONSTANT.test(path));
      expect(stuck.map(({ path }) => path)).toEqual([]);
    },
  );
});

function encodings({ codec }: RecordDefinition<AnyBody>, value: AnyBody): readonly Uint8Array[] {
  try {
    return [codec.encode(value)];
  } catch (error) {
    expect(error).toMatchObject({ code: "CORE_CANNOT_ENCODE" });
    return []; // the schema does not admit the change, so no signature could cover it
  }
}
