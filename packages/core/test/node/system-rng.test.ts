import { describe, expect, it } from "vitest";
import { systemRng } from "../../src/node/system-rng.ts";
import { rngContract } from "../../src/testing/rng-contract.ts";

describe("the randomness of the system", () => {
  for (const { promise, check } of rngContract) it(promise, () => check(systemRng));

  it("comes as plain bytes with memory of their own", () => {
    const bytes = systemRng.bytes(8);
    expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
    expect(bytes.buffer.byteLength).toBe(8);
  });
});
