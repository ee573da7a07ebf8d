import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, bytesToHex as hex } from "@noble/hashes/utils.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawBelow } from "../src/draw-below.ts";
import { createSeededRng } from "../src/seeded-rng.ts";
import { rngContract } from "../src/testing/rng-contract.ts";

const encoder = new TextEncoder();

describe("a seeded rng", () => {
  for (const { promise, check } of rngContract) it(promise, () => check(createSeededRng(promise)));

  it("gives the bytes that it has always given", () => {
    const rng = createSeededRng("golden");
    expect(hex(rng.bytes(40))).toBe(
      "67f5a21972bed74443a0b8411cbd7239a36cc8fc1e424eccf63d60fb30ebe114f6b60cae45e9e5ff",
    );
    expect([rng.below(6), rng.below(1_000_000), rng.below(Number.MAX_SAFE_INTEGER)]).toEqual([
      5, 720_702, 2_391_560_364_290_757,
    ]);
    expect(hex(rng.fork("network").bytes(16))).toBe("cba9c9b6445d9f8c8a71ef95aac91a05");
  });

  it("is SHA-256 in counter mode, under a key of seed and labels", () => {
    const key = sha256(encoder.encode("icn-mesh/rng/1 s"));
    const block = (from: Uint8Array, counter: number) =>
      hex(sha256(concatBytes(from, Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, counter))));
    expect(hex(createSeededRng("s").bytes(64))).toBe(block(key, 0) + block(key, 1));
    const forked = sha256(concatBytes(key, Uint8Array.of(1), encoder.encode("net")));
    expect(hex(createSeededRng("s").fork("net").bytes(32))).toBe(block(forked, 0));
  });

  it("gives one stream, however it is cut", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(70)), (lengths) => {
        const rng = createSeededRng("cut");
        const parts = lengths.map((length) => hex(rng.bytes(length)));
        const whole = createSeededRng("cut").bytes(lengths.reduce((sum, length) => sum + length, 0));
        expect(parts.join("")).toBe(hex(whole));
      }),
    );
  });

  it("forks alike wherever its own stream stands, and is not moved by its forks", () => {
    const [used, fresh] = [createSeededRng("fork"), createSeededRng("fork")];
    used.bytes(100);
    used.fork("other").bytes(5);
    expect(hex(used.fork("a").bytes(16))).toBe(hex(fresh.fork("a").bytes(16)));
    fresh.fork("a").bytes(50);
    fresh.bytes(100);
    expect(used.below(1e9)).toBe(fresh.below(1e9));
  });

  it("takes two labels for one only if they are the same", () => {
    const first = (labels: readonly string[]) =>
      hex(labels.reduce((stream, label) => stream.fork(label), createSeededRng("labels")).bytes(8));
    fc.assert(
      fc.property(fc.array(fc.string()), fc.array(fc.string()), (left, right) => {
        expect(first(left) === first(right)).toBe(JSON.stringify(left) === JSON.stringify(right));
      }),
    );
  });
});

describe("drawing below a bound", () => {
  it("passes over what does not fit, so that no value is favoured", () => {
    const scripted = (...values: readonly number[]) => {
      const left = [...values];
      return (length: number) => Uint8Array.from(left.splice(0, length));
    };
    expect(drawBelow(scripted(0xff, 0xfe, 0x05), 6)).toBe(5); // 0xff and 0xfe are 7 and 6 in three bits
    expect(drawBelow(scripted(0x01, 0x2c, 0x01, 0x2b), 300)).toBe(299);
    expect(drawBelow(scripted(), 1)).toBe(0);
  });

  it("maps the bits that it needs to every value once", () => {
    for (const bound of [2, 4, 8, 256]) {
      const drawn = Array.from({ length: bound }, (_, value) => drawBelow(() => Uint8Array.of(value), bound));
      expect(drawn).toEqual([...Array(bound).keys()]);
    }
  });
});
