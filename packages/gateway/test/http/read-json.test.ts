import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJson } from "../../src/http/read-json.ts";

const encoder = new TextEncoder();

describe("JSON in a body", () => {
  it("is read as it was written", () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 20 }), (text) => {
        const parsed = JSON.parse(text);
        fc.pre(!text.includes("__proto__"));
        expect(readJson(encoder.encode(text))).toEqual({ ok: true, value: parsed });
      }),
    );
  });

  it("is read or refused, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const read = readJson(bytes);
        if (!read.ok) expect(read.refused.code).toBe("GATEWAY_BAD_REQUEST");
      }),
    );
  });

  it("is refused beyond 32 levels, and brackets in texts are none", () => {
    const nested = (levels: number) => encoder.encode("[".repeat(levels) + "]".repeat(levels));
    expect(readJson(nested(32)).ok).toBe(true);
    expect(readJson(nested(33)).ok).toBe(false);
    expect(readJson(encoder.encode(`"${'[{\\"'.repeat(100)}"`)).ok).toBe(true);
  });
});
