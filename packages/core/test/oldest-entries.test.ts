import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createOldestEntries } from "../src/oldest-entries.ts";

describe("the oldest entries of a map", () => {
  it("are taken in the order in which their keys were added, without those that were deleted", () => {
    const entries = new Map<string, number>();
    const oldest = createOldestEntries(entries);
    expect(oldest.take()).toBeUndefined();
    for (const [index, key] of ["a", "b", "c"].entries()) entries.set(key, index);
    entries.set("a", 3);
    expect(oldest.delete("b")).toBe(true);
    expect(oldest.delete("b")).toBe(false);
    expect(oldest.take()).toEqual(["a", 3]);
    expect(oldest.take()).toEqual(["c", 2]);
    expect(oldest.take()).toBeUndefined();
    entries.set("d", 4);
    expect(oldest.take()).toEqual(["d", 4]);
  });

  it("are those that a list would tell", () => {
    const key = fc.nat(8);
    const step = fc.oneof(
      { weight: 2, arbitrary: key.map((of) => ({ do: "set", of }) as const) },
      key.map((of) => ({ do: "delete", of }) as const),
      fc.constantFrom({ do: "take" } as const, { do: "clear" } as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const entries = new Map<number, number>();
        const oldest = createOldestEntries(entries);
        let listed: number[] = [];
        const does = {
          set(of: number) {
            entries.set(of, of);
            if (!listed.includes(of)) listed.push(of);
          },
          delete(of: number) {
            expect(oldest.delete(of)).toBe(listed.includes(of));
            listed = listed.filter((each) => each !== of);
          },
          take: () => expect(oldest.take()?.[0]).toBe(listed.shift()),
          clear() {
            oldest.clear();
            listed = [];
          },
        };
        for (const each of steps) {
          if ("of" in each) does[each.do](each.of);
          else does[each.do]();
          expect([...entries.keys()]).toEqual(listed);
        }
      }),
    );
  });
});
