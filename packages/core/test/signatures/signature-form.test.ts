import { Point } from "@noble/ed25519";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isKeyForm, isReduced, isSignatureForm } from "../../src/signatures/signature-form.ts";

const { n: ORDER, p: PRIME } = Point.CURVE();

/** Scalars and coordinates where one more or less decides, and any others. */
const near = (...limits: bigint[]) =>
  fc
    .tuple(fc.constantFrom(...limits), fc.bigInt({ min: -300n, max: 300n }))
    .map(([limit, offset]) => (limit + offset + 2n ** 256n) % 2n ** 256n);
const number = fc.oneof(
  near(0n, ORDER, 8n * ORDER, 2n ** 252n, 2n ** 256n),
  fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
);
const y = fc.oneof(
  near(0n, PRIME, 2n ** 255n, 2n ** 255n + PRIME),
  fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
);

describe("the form of a signature", () => {
  it("has an S below the order, as integers compare", () => {
    fc.assert(
      fc.property(number, (s) => {
        expect(isReduced(littleEndian(s), 0)).toBe(s < ORDER);
      }),
      { numRuns: 2000 },
    );
  });

  it("has an R whose y is below the prime and not of a point of small order, whatever its sign", () => {
    const small = smallOrderY();
    const isPlain = (spelt: bigint): boolean => {
      const coordinate = spelt % 2n ** 255n;
      return coordinate < PRIME && !small.includes(coordinate);
    };
    fc.assert(
      fc.property(fc.oneof(y, fc.constantFrom(...small)), fc.boolean(), (spelt, sign) => {
        const r = littleEndian((spelt % 2n ** 255n) + (sign ? 2n ** 255n : 0n));
        expect(isKeyForm(r)).toBe(isPlain(spelt));
        expect(isSignatureForm(Uint8Array.of(...r, ...new Uint8Array(32)))).toBe(isPlain(spelt));
      }),
      { numRuns: 2000 },
    );
  });

  it("knows all eight points of small order in each of their spellings", () => {
    const small = smallOrderY();
    expect(small).toHaveLength(5);
    for (const coordinate of small) {
      for (const spelling of [coordinate, coordinate + 2n ** 255n])
        expect(isKeyForm(littleEndian(spelling))).toBe(false);
    }
  });

  it("has 64 bytes, and that of a key 32", () => {
    const good = littleEndian(9n);
    for (const length of [0, 1, 31, 33, 63, 64, 65, 96, 128]) {
      const bytes = new Uint8Array(length);
      bytes.set(good.subarray(0, length));
      expect(isSignatureForm(bytes), `${length} bytes`).toBe(length === 64);
      expect(isKeyForm(bytes), `${length} bytes`).toBe(false);
    }
    expect(isKeyForm(good)).toBe(true);
  });
});

function smallOrderY(): bigint[] {
  const generator = Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
  const all = [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n].map((times) => generator.multiply(times, false).y);
  return [...new Set(all)];
}

function littleEndian(number: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, at) => Number((number >> BigInt(8 * at)) & 255n));
}
