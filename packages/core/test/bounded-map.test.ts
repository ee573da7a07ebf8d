import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BoundedMapOptions, createBoundedMap } from "../src/bounded-map.ts";

describe("a bounded map", () => {
  it("evicts the entry that was added first, whatever was used since", () => {
    const map = createBoundedMap<string, number>({ max: 2, whenFull: "evict-oldest" });
    map.set("a", 1);
    map.set("b", 2);
    map.set("a", 3);
    map.get("a");
    expect(map.set("c", 4)).toBe(true);
    expect([...map]).toEqual([
      ["b", 2],
      ["c", 4],
    ]);
    expect(map.dropped).toBe(1);
  });

  it("evicts the entry that was used least lately; having and listing are no use", () => {
    const map = createBoundedMap<string, number>({ max: 3, whenFull: "evict-least-used" });
    for (const [index, key] of ["a", "b", "c"].entries()) map.set(key, index);
    map.get("a");
    map.set("b", 9);
    map.has("c");
    for (const _ of map);
    expect([...map].map(([key]) => key)).toEqual(["c", "a", "b"]);
    map.set("d", 4);
    expect(map.has("c")).toBe(false);
    expect(map.get("b")).toBe(9);
  });

  it("refuses a new key when it is full, and still takes the keys it knows", () => {
    const map = createBoundedMap<string, number>({ max: 1, whenFull: "refuse" });
    expect(map.set("a", 1)).toBe(true);
    expect(map.set("b", 2)).toBe(false);
    expect(map.set("a", 3)).toBe(true);
    expect([...map]).toEqual([["a", 3]]);
    expect(map.dropped).toBe(1);
    map.delete("a");
    expect(map.set("b", 2)).toBe(true);
  });

  it("keeps a value of undefined apart from none", () => {
    const map = createBoundedMap<string, undefined>({ max: 2, whenFull: "evict-least-used" });
    map.set("a", undefined);
    map.set("b", undefined);
    map.get("a");
    map.get("unknown");
    map.set("c", undefined);
    expect([...map].map(([key]) => key)).toEqual(["a", "c"]);
  });

  it("refuses a size that is none", () => {
    for (const max of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => createBoundedMap({ max, whenFull: "refuse" })).toThrow(
        expect.objectContaining({ code: "CORE_OUT_OF_RANGE" }),
      );
    }
  });

  it("does what a list in the order of eviction would do", () => {
    const step = fc.record({
      do: fc.constantFrom("set", "get", "has", "delete"),
      key: fc.nat(6),
      value: fc.nat(),
    });
    const policy = fc.constantFrom("evict-oldest", "evict-least-used", "refuse");
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        policy,
        fc.array(step, { maxLength: 200 }),
        (max, whenFull, steps) => {
          const map = createBoundedMap<number, number>({ max, whenFull });
          const model = createListMap(max, whenFull);
          for (const { do: name, key, value } of steps) {
            expect(map[name](key, value)).toBe(model[name](key, value));
            expect([...map]).toEqual(model.list());
            expect(map.dropped).toBe(model.dropped());
          }
          map.clear();
          expect([...map]).toEqual([]);
          expect(map.set(1, 1)).toBe(true);
        },
      ),
    );
  });
});

type Entry = readonly [key: number, value: number];

/** The same map, as slow and plain as can be. */
function createListMap(max: number, whenFull: BoundedMapOptions["whenFull"]) {
  const isUsed = whenFull === "evict-least-used";
  let list: Entry[] = [];
  let dropped = 0;

  const find = (key: number) => list.find(([other]) => other === key);
  const without = (key: number) => list.filter(([other]) => other !== key);

  function replace(key: number, value: number): true {
    list = isUsed
      ? [...without(key), [key, value]]
      : list.map((entry) => (entry[0] === key ? [key, value] : entry));
    return true;
  }

  function add(key: number, value: number): boolean {
    if (list.length === max) {
      dropped += 1;
      if (whenFull === "refuse") return false;
      list = list.slice(1);
    }
    list = [...list, [key, value]];
    return true;
  }

  return {
    list: () => list,
    dropped: () => dropped,
    has: (key: number) => find(key) !== undefined,
    set: (key: number, value: number) => (find(key) ? replace(key, value) : add(key, value)),
    get(key: number) {
      const entry = find(key);
      if (isUsed && entry) list = [...without(key), entry];
      return entry?.[1];
    },
    delete(key: number) {
      const had = find(key) !== undefined;
      list = without(key);
      return had;
    },
  };
}
