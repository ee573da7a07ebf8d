import { hexToBytes } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";
import { nobleEngine } from "../../src/signatures/noble-engine.ts";
import type { SignatureEngine } from "../../src/signatures/signature-engine.ts";
import { createSignatureRule, type SignatureRuleOptions } from "../../src/signatures/signature-rule.ts";
import mixedOrder from "../vectors/signatures/mixed-order.json" with { type: "json" };

const message = Uint8Array.of(1, 2, 3);

/** The rule over an engine that counts what it is asked. */
function setUp(options: SignatureRuleOptions = {}) {
  const engine = nobleEngine();
  const asked = { imports: 0, equations: 0, keys: 0 };
  const counting: SignatureEngine = {
    ...engine,
    importPublicKey(publicKey) {
      asked.imports++;
      const holds = engine.importPublicKey(publicKey);
      return (signature, signed) => {
        asked.equations++;
        return holds(signature, signed);
      };
    },
    isUsableKey(publicKey) {
      asked.keys++;
      return publicKey[0] !== undefined && !unusable.has(publicKey.toString());
    },
  };
  return {
    asked,
    rule: createSignatureRule(counting, options),
    signer: (seed: number) => signer(engine, seed),
  };
}

const unusable = new Set(
  mixedOrder
    .filter(({ name }) => name.startsWith("A = aB"))
    .map(({ publicKey }) => hexToBytes(publicKey).toString()),
);

function signer(engine: SignatureEngine, seed: number) {
  const { publicKey, sign } = engine.importSecretKey(new Uint8Array(32).fill(seed));
  return { publicKey, signature: sign(message) };
}

describe("the verification rule", () => {
  it("imports and checks a key once, however many records it signed", () => {
    const { rule, asked, signer } = setUp();
    const { publicKey, signature } = signer(1);
    for (let time = 0; time < 3; time++) expect(rule(signature, message, publicKey)).toBe(true);
    expect(asked).toEqual({ imports: 1, equations: 3, keys: 1 });
  });

  it("knows a key by its bytes, not by the array they are in", () => {
    const { rule, asked, signer } = setUp();
    const { publicKey, signature } = signer(1);
    rule(signature, message, publicKey);
    rule(signature, message, new Uint8Array(publicKey));
    expect(asked.keys).toBe(1);
  });

  it("computes nothing for what its bytes already refuse", () => {
    const { rule, asked, signer } = setUp();
    const { publicKey, signature } = signer(1);
    expect(rule(signature.subarray(1), message, publicKey)).toBe(false);
    expect(
      rule(
        signature.map((byte, at) => (at === 63 ? 255 : byte)),
        message,
        publicKey,
      ),
    ).toBe(false);
    expect(
      rule(
        signature.map((byte, at) => (at < 32 ? 0 : byte)),
        message,
        publicKey,
      ),
    ).toBe(false);
    expect(rule(signature, message, publicKey.subarray(1))).toBe(false);
    expect(rule(signature, message, new Uint8Array(32))).toBe(false);
    expect(asked).toEqual({ imports: 0, equations: 0, keys: 0 });
  });

  it("does not check the key of a forger", () => {
    const { rule, asked, signer } = setUp();
    expect(rule(signer(1).signature, message, signer(2).publicKey)).toBe(false);
    expect(asked.keys).toBe(0);
  });

  it("does not let forgers push honest keys out", () => {
    const { rule, asked, signer } = setUp({ maxKeys: 1 });
    const { publicKey, signature } = signer(1);
    rule(signature, message, publicKey);
    for (let seed = 2; seed < 6; seed++) rule(signature, message, signer(seed).publicKey);
    rule(signature, message, publicKey);
    expect(asked.keys).toBe(1);
  });

  it("keeps the keys used last, and no more than it may", () => {
    const { rule, asked, signer } = setUp({ maxKeys: 2 });
    const [one, two, three] = [signer(1), signer(2), signer(3)];
    const check = (from: typeof one) => expect(rule(from.signature, message, from.publicKey)).toBe(true);
    for (const from of [one, two, one, three, one]) check(from);
    expect(asked.keys).toBe(3);
    check(two);
    expect(asked.keys).toBe(4);
  });

  it("remembers the keys that it refused apart from the others, and asks no engine about them again", () => {
    const { rule, asked, signer } = setUp({ maxKeys: 1, maxRefusedKeys: 1 });
    const { publicKey, signature } = signer(1);
    rule(signature, message, publicKey);
    const bad = mixedOrder
      .filter(({ name }) => name.startsWith("A = aB") && name.endsWith("vanishing"))
      .slice(0, 2);
    const judge = ({ publicKey, message, signature }: (typeof mixedOrder)[number]) =>
      rule(hexToBytes(signature), hexToBytes(message), hexToBytes(publicKey));
    const [first, second] = bad;
    expect(first && judge(first)).toBe(false);
    expect(first && judge(first)).toBe(false);
    expect(asked).toEqual({ imports: 2, equations: 2, keys: 2 });
    expect(second && judge(second)).toBe(false);
    expect(first && judge(first)).toBe(false);
    expect(asked.keys).toBe(4);
    expect(rule(signature, message, publicKey)).toBe(true);
    expect(asked.keys).toBe(4);
  });

  it("takes the engine's word about keys, and the rule's own where the engine has none", () => {
    const { isUsableKey: _, ...engine } = nobleEngine();
    const vector = mixedOrder.find(({ name }) => name === "A = aB + 1T, vanishing");
    const judge = (given: SignatureEngine): boolean =>
      vector !== undefined &&
      createSignatureRule(given)(
        hexToBytes(vector.signature),
        hexToBytes(vector.message),
        hexToBytes(vector.publicKey),
      );
    expect(judge(engine)).toBe(false);
    expect(judge({ ...engine, isUsableKey: () => true })).toBe(true);
  });

  it("accepts two different signatures of one message", () => {
    const rule = createSignatureRule(nobleEngine());
    const valid = mixedOrder.filter(({ valid }) => valid);
    expect(new Set(valid.map(({ signature }) => signature)).size).toBe(2);
    expect(new Set(valid.map(({ publicKey, message }) => publicKey + message)).size).toBe(1);
    for (const { publicKey, message, signature } of valid) {
      expect(rule(hexToBytes(signature), hexToBytes(message), hexToBytes(publicKey))).toBe(true);
    }
  });

  it("refuses a cache of no size", () => {
    expect(() => createSignatureRule(nobleEngine(), { maxKeys: 0 })).toThrow(
      expect.objectContaining({ code: "CORE_OUT_OF_RANGE" }),
    );
  });
});
