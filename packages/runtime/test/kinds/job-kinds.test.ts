import { describe, expect, it } from "vitest";
import * as z from "zod";
import { createJobKinds, RuntimeError } from "../../src/index.ts";
import { sampleSpec } from "../../src/testing/index.ts";

describe("the kinds of jobs", () => {
  it("are registered once, with what their parameters look like", () => {
    const kinds = createJobKinds();
    kinds.register({ type: "primes", params: z.strictObject({ below: z.int() }), inPlace: true });
    expect(kinds.faultIn({ type: "primes", params: { below: 10 } })).toBeUndefined();
    expect(kinds.faultIn({ type: "primes", params: { below: "10" } })).toMatchObject({
      path: "kind.params.below",
    });
    expect(kinds.runsInPlace(sampleSpec({ kind: { type: "primes", params: {} } }))).toBe(true);
    expect(kinds.runsInPlace(sampleSpec({ kind: { type: "primes", params: {} }, auction: true }))).toBe(
      false,
    );
    expect(kinds.runsInPlace(sampleSpec())).toBe(false);
    expect(() => kinds.register({ type: "echo", params: z.unknown() })).toThrow(RuntimeError);
  });
});
