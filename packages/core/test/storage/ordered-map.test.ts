import fc from "fast-check";
import { expect, it } from "vitest";
import { compareUtf8 } from "../../src/storage/compare-utf8.ts";
import { createOrderedMap } from "../../src/storage/ordered-map.ts";

const key = fc.string({ unit: "binary", maxLength: 4 });

it("compares strings as their bytes compare", () => {
  fc.assert(
    fc.property(key, key, (left, right) => {
      expect(Math.sign(compareUtf8(left, right))).toBe(compareBytes(left, right));
    }),
    {
      examples: [
        ["\uff5e", "😀"],
        ["", "a"],
        ["a", "aa"],
        ["\ud7ff", "\ue000"],
      ],
    },
  );
});

it("has what was set last and not deleted, in order, in any range, either way", () => {
  const change = fc.tuple(
    fc.string({ unit: fc.constantFrom("a", "b", "\uff5e", "😀"), maxLength: 5 }),
    fc.option(fc.nat()),
  );
  const bound = fc.option(fc.string({ unit: fc.constantFrom("a", "b", "\uff5e", "😀"), maxLength: 3 }), {
    nil: undefined,
  });
  const range = fc.record({ from: bound, to: bound, reverse: fc.boolean(), limit: fc.nat(40) });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 200 }), range, (changes, { from, to, reverse, limit }) => {
      const map = createOrderedMap<number>();
      const model = new Map<string, number>();
      for (const [name, value] of changes) {
        if (value === null) model.delete(name);
        else model.set(name, value);
        if (value === null) map.delete(name);
        else map.set(name, value);
      }
      const sorted = [...model].sort(([left], [right]) => compareBytes(left, right));
      expect(map.size).toBe(model.size);
      expect(map.entries({ limit: Number.MAX_SAFE_INTEGER })).toEqual(sorted);
      const within = sorted.filter(
        ([name]) => compareUtf8(name, from ?? "") >= 0 && (to === undefined || compareUtf8(name, to) < 0),
      );
      const wanted = (reverse ? within.reverse() : within).slice(0, limit);
      expect(map.entries({ from, to, reverse, limit })).toEqual(wanted);
    }),
  );
});

it("stays in order while it grows over many chunks and shrinks to nothing", () => {
  const names = Array.from(
    { length: 5000 },
    (_, index) => `k${String((index * 2741) % 5000).padStart(4, "0")}`,
  );
  const map = createOrderedMap<number>();
  for (const [index, name] of names.entries()) map.set(name, index);
  const keys = () => map.entries({ limit: 9999 }).map(([name]) => name);
  expect(keys()).toEqual(names.toSorted());
  expect(map.entries({ from: "k1000", to: "k3000", reverse: true, limit: 3 }).map(([name]) => name)).toEqual([
    "k2999",
    "k2998",
    "k2997",
  ]);
  for (const name of names.slice(0, 4990)) map.delete(name);
  expect(keys()).toEqual(names.slice(4990).toSorted());
  for (const name of names) map.delete(name);
  expect(keys()).toEqual([]);
  map.set("again", 1);
  expect(keys()).toEqual(["again"]);
});

/** Byte by byte, as a database compares. */
function compareBytes(left: string, right: string): number {
  const [ours, theirs] = [left, right].map((text) => [...new TextEncoder().encode(text)]);
  const at = ours!.findIndex((byte, index) => byte !== theirs![index]);
  if (at < 0) return Math.sign(ours!.length - theirs!.length);
  return at < theirs!.length ? Math.sign(ours![at]! - theirs![at]!) : 1;
}
