import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { createOldestEntries } from "../src/oldest-entries.ts";

describe("the oldest entries of a map, in memory", () => {
  it("keep nothing of the entries that were deleted, also when none is ever taken", async () => {
    const entries = new Map<number, object>();
    const oldest = createOldestEntries(entries);
    const values = Array.from({ length: 10_000 }, (_, key) => {
      const value = { key };
      entries.set(key, value);
      if (key >= 10) oldest.delete(key - 10);
      return new WeakRef(value);
    });
    await new Promise((resolve) => setImmediate(resolve)); // what a WeakRef was made of stays until the turn is over
    collectGarbage();
    expect(values.filter((value) => value.deref() !== undefined).length).toBeLessThan(100);
    expect(oldest.take()?.[0]).toBe(9990);
  });
});

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}
