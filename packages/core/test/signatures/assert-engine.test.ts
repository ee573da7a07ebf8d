import { verify } from "@noble/ed25519";
import { describe, expect, it } from "vitest";
import { assertEngine } from "../../src/signatures/assert-engine.ts";
import { nobleEngine } from "../../src/signatures/noble-engine.ts";
import { SELF_TEST_MESSAGE, SELF_TEST_VECTORS } from "../../src/signatures/self-test-vectors.ts";
import type { SignatureEngine } from "../../src/signatures/signature-engine.ts";
import mixedOrder from "../vectors/signatures/mixed-order.json" with { type: "json" };

const good = nobleEngine();

function verdictsOf(change: Partial<SignatureEngine>): unknown {
  try {
    assertEngine({ ...good, ...change });
    return "passed";
  } catch (error) {
    expect(error).toMatchObject({ code: "CORE_ENGINE_DISAGREES", failure: { engine: "noble" } });
    return (error as { failure: { verdicts: string } }).failure.verdicts;
  }
}

describe("the self-test of an engine", () => {
  it("passes a good one", () => {
    expect(verdictsOf({})).toBe("passed");
  });

  it("refuses one that multiplies by the cofactor", () => {
    for (const zip215 of [true, false]) {
      const importPublicKey: SignatureEngine["importPublicKey"] = (key) => (signature, message) =>
        verify(signature, message, key, { zip215 });
      expect(verdictsOf({ importPublicKey })).toBe("110011100001");
    }
  });

  it("refuses one that accepts everything, nothing, or every key", () => {
    expect(verdictsOf({ importPublicKey: () => () => true })).toMatch(/^1/);
    expect(verdictsOf({ importPublicKey: () => () => false })).toBe("000000000001");
    expect(verdictsOf({ isUsableKey: () => true })).toBe("110000001101");
    expect(verdictsOf({ isUsableKey: () => false })).toBe("000000000001");
  });

  it("refuses one that signs in a way of its own", () => {
    const importSecretKey: SignatureEngine["importSecretKey"] = (secretKey) => ({
      ...good.importSecretKey(secretKey),
      sign: (message) => good.importSecretKey(secretKey).sign(Uint8Array.of(...message, 0)),
    });
    expect(verdictsOf({ importSecretKey })).toBe("110000000000");
  });

  it("refuses one that throws, and says where", () => {
    const fail = (): never => {
      throw new TypeError("of another version");
    };
    expect(verdictsOf({ importPublicKey: fail })).toBe("xx0xxxx0xx01");
    expect(verdictsOf({ importSecretKey: fail })).toBe("11000000000x");
  });

  it("uses vectors of the tests", () => {
    for (const vector of SELF_TEST_VECTORS) {
      expect(mixedOrder).toContainEqual(expect.objectContaining({ ...vector, message: SELF_TEST_MESSAGE }));
    }
  });
});
