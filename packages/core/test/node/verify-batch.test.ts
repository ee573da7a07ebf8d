import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { didFromPublicKey } from "../../src/ids/did.ts";
import { judgeBatch, packBatch, packedBytes } from "../../src/node/verify-batch.ts";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

describe("a packed batch", () => {
  it("brings every claim whole and in order, and the verdicts as bytes", () => {
    const claim = fc.record({
      key: bytes(32),
      signature: bytes(64),
      message: fc.uint8Array({ maxLength: 300 }),
    });
    fc.assert(
      fc.property(fc.array(claim, { maxLength: 20 }), (given) => {
        const claims = given.map(({ key, ...rest }) => ({ by: didFromPublicKey(key), ...rest }));
        const size = claims.reduce((sum, one) => sum + packedBytes(one), 0);
        const met: unknown[] = [];
        const verdicts = judgeBatch(packBatch(claims, size), (signature, message, key) => {
          met.push({
            key: new Uint8Array(key),
            signature: new Uint8Array(signature),
            message: new Uint8Array(message),
          });
          return met.length % 3 === 1;
        });
        expect(met).toEqual(given);
        expect([...verdicts]).toEqual(given.map((_, at) => (at % 3 === 0 ? 1 : 0)));
      }),
    );
  });
});
