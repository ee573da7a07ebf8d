import { describe, expect, it } from "vitest";
import { neverSeen } from "../../src/report/never-seen.ts";

describe("neverSeen", () => {
  it("names what a thousand worlds should have come to", () => {
    expect(neverSeen({ seeds: 1_000, seen: { lapsed: 3 } })).toContain("settled outvoted");
    expect(neverSeen({ seeds: 1_000, seen: { lapsed: 3 } })).not.toContain("lapsed");
  });

  it("says nothing of a few worlds", () => {
    expect(neverSeen({ seeds: 999, seen: {} })).toEqual([]);
  });
});
