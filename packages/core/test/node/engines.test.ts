import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeCryptoEngine } from "../../src/node/node-crypto-engine.ts";
import { sodiumEngine } from "../../src/node/sodium-engine.ts";
import { nobleEngine } from "../../src/signatures/noble-engine.ts";
import type { SignatureEngine } from "../../src/signatures/signature-engine.ts";
import { createSignatureRule } from "../../src/signatures/signature-rule.ts";
import { signatureEngineContract } from "../../src/testing/signature-engine-contract.ts";
import { countDifferences, goldenVerdicts, verdictsOf } from "../signatures/signature-cases.ts";

const sodium = sodiumEngine();
if (sodium === undefined) throw new Error("sodium-native is a development dependency and must load here");
const engines: readonly SignatureEngine[] = [sodium, nodeCryptoEngine(), nobleEngine()];

describe.each(engines)("the engine $name", (engine) => {
  for (const { promise, check } of signatureEngineContract) it(promise, () => check(engine));

  it("gives every published and generated signature the golden verdict", () => {
    const rule = createSignatureRule(engine);
    const verdicts = verdictsOf(({ signature, message, publicKey }) => rule(signature, message, publicKey));
    expect(verdicts).toEqual(goldenVerdicts);
  });

  it("is needed behind the rule: by itself it accepts signatures that the rule refuses", () => {
    const bare = verdictsOf(({ signature, message, publicKey }) =>
      engine.importPublicKey(publicKey)(signature, message),
    );
    expect(countDifferences(bare, goldenVerdicts)).toBeGreaterThan(5);
  });
});

describe("the engines", () => {
  it("part from each other where no rule stands before them", () => {
    const bare = engines.map((engine) =>
      verdictsOf(({ signature, message, publicKey }) =>
        engine.importPublicKey(publicKey)(signature, message),
      ),
    );
    const [ofSodium = {}, , ofNoble = {}] = bare;
    expect(countDifferences(ofSodium, ofNoble)).toBeGreaterThan(5);
  });

  it("make the same signature, and all verify it", () => {
    fc.assert(
      fc.property(bytesOf(32), fc.uint8Array({ maxLength: 300 }), (secretKey, message) => {
        const keys = engines.map((engine) => engine.importSecretKey(secretKey));
        const [signature] = keys.map(({ sign }) => sign(message));
        for (const { publicKey, sign } of keys) {
          expect(sign(message)).toEqual(signature);
          expect(verdicts(signature, message, publicKey)).toEqual([true, true, true]);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("refuse alike once any bit of signature, message or key is flipped", () => {
    const signed = fc
      .tuple(bytesOf(32), fc.uint8Array({ minLength: 1, maxLength: 64 }))
      .map(([secretKey, message]) => {
        const { publicKey, sign } = nodeCryptoEngine().importSecretKey(secretKey);
        return [sign(message), message, publicKey] as const;
      });
    fc.assert(
      fc.property(
        signed,
        fc.nat(),
        fc.constantFrom(0, 1, 2),
        ([signature, message, publicKey], bit, part) => {
          const parts: [Uint8Array, Uint8Array, Uint8Array] = [signature, message, publicKey];
          parts[part] = flipped(parts[part] as Uint8Array, bit);
          expect(verdicts(...parts)).toEqual([false, false, false]);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("refuse every flipped bit of one signed message", () => {
    const { publicKey, sign } = nodeCryptoEngine().importSecretKey(new Uint8Array(32).fill(1));
    const message = Uint8Array.of(1, 2, 3);
    const signature = sign(message);
    const altered: readonly (readonly [Uint8Array, Uint8Array, Uint8Array])[] = [
      ...bitsOf(signature).map((bit) => [flipped(signature, bit), message, publicKey] as const),
      ...bitsOf(message).map((bit) => [signature, flipped(message, bit), publicKey] as const),
      ...bitsOf(publicKey).map((bit) => [signature, message, flipped(publicKey, bit)] as const),
    ];
    expect(altered).toHaveLength(512 + 24 + 256);
    for (const rule of rules.slice(0, 2)) expect(altered.filter((parts) => rule(...parts))).toEqual([]);
    expect(verdicts(signature, message, publicKey)).toEqual([true, true, true]);
  });
});

const rules = engines.map((engine) => createSignatureRule(engine));

function verdicts(signature: Uint8Array | undefined, message: Uint8Array, publicKey: Uint8Array): boolean[] {
  return rules.map((rule) => signature !== undefined && rule(signature, message, publicKey));
}

function bytesOf(length: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength: length, maxLength: length });
}

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const at = bit % (8 * bytes.length);
  return bytes.map((byte, index) => (index === at >> 3 ? byte ^ (1 << (at & 7)) : byte));
}

function bitsOf(bytes: Uint8Array): number[] {
  return Array.from({ length: 8 * bytes.length }, (_, bit) => bit);
}
