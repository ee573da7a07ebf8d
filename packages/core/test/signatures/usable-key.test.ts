import { Point } from "@noble/ed25519";
import { hexToBytes } from "@noble/hashes/utils.js";
import { describe, expect, it } from "vitest";
import { isUsableKey } from "../../src/signatures/usable-key.ts";
import mixedOrder from "../vectors/signatures/mixed-order.json" with { type: "json" };

const keysOf = (isWanted: (name: string) => boolean): Uint8Array[] =>
  mixedOrder.filter(({ name }) => isWanted(name)).map(({ publicKey }) => hexToBytes(publicKey));

describe("a usable key", () => {
  it("is a point of the prime-order group", () => {
    for (const key of keysOf((name) => name.includes("honest") || name.startsWith("R ="))) {
      expect(isUsableKey(key)).toBe(true);
    }
  });

  it("has no small-order part, is not of small order and is spelt canonically", () => {
    const keys = keysOf((name) => name.startsWith("A "));
    expect(keys.length).toBeGreaterThan(30);
    for (const key of keys) expect(isUsableKey(key)).toBe(false);
  });

  it("is on the curve", () => {
    expect(isUsableKey(Uint8Array.of(2, ...new Uint8Array(31)))).toBe(false);
  });

  it("has 32 bytes", () => {
    const key = Point.BASE.toBytes();
    expect(isUsableKey(key)).toBe(true);
    expect(isUsableKey(key.subarray(1))).toBe(false);
    expect(isUsableKey(Uint8Array.of(...key, 0))).toBe(false);
    expect(isUsableKey(new Uint8Array(0))).toBe(false);
  });
});
