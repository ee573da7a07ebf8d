import { hashes, verify } from "@noble/ed25519";
import { describe, expect, it } from "vitest";
import { nobleEngine } from "../../src/signatures/noble-engine.ts";
import type { SignatureEngine } from "../../src/signatures/signature-engine.ts";
import { createSignatureRule } from "../../src/signatures/signature-rule.ts";
import { signatureEngineContract } from "../../src/testing/signature-engine-contract.ts";
import mixedOrder from "../vectors/signatures/mixed-order.json" with { type: "json" };
import { mixedOrderCases } from "./mixed-order-cases.ts";
import { goldenVerdicts, verdictsOf } from "./signature-cases.ts";

describe("the noble engine", () => {
  for (const { promise, check } of signatureEngineContract) it(promise, () => check(nobleEngine()));

  it("gives every published and generated signature the golden verdict", () => {
    const rule = createSignatureRule(nobleEngine());
    expect(verdictsOf(({ signature, message, publicKey }) => rule(signature, message, publicKey))).toEqual(
      goldenVerdicts,
    );
  });

  it("computes the bare cofactorless equation, so that only the rule stands between it and mixed orders", () => {
    const engine = nobleEngine();
    const bare = verdictsOf(({ signature, message, publicKey }) =>
      engine.importPublicKey(publicKey)(signature, message),
    );
    expect(bare["mixed-order"]).toBe(mixedOrder.map(({ equation }) => (equation ? "1" : "0")).join(""));
    expect(bare["mixed-order"]).not.toBe(goldenVerdicts["mixed-order"]);
  });

  it("is needed: the library's own verify, strict or not, is fooled by a mixed R even behind the rule", () => {
    for (const zip215 of [true, false]) {
      const library: SignatureEngine = {
        ...nobleEngine(),
        importPublicKey: (publicKey) => (signature, message) =>
          verify(signature, message, publicKey, { zip215 }),
      };
      const rule = createSignatureRule(library);
      const verdicts = verdictsOf(({ signature, message, publicKey }) => rule(signature, message, publicKey));
      const fooled = mixedOrder.filter(({ valid }, at) => !valid && verdicts["mixed-order"]?.[at] === "1");
      expect(fooled.map(({ name }) => name)).toEqual(
        [1, 2, 3, 4, 5, 6, 7].map((times) => `R = rB + ${times}T`),
      );
    }
  });

  it("leaves the library's hash alone when somebody chose one", () => {
    nobleEngine();
    const chosen = hashes.sha512;
    nobleEngine();
    expect(hashes.sha512).toBe(chosen);
  });
});

describe("the generated vectors", () => {
  it("are the ones in the repository", () => {
    expect(mixedOrderCases()).toEqual(mixedOrder);
  });
});
