import { Buffer } from "node:buffer";
import { createOrderedMap } from "@icn-mesh/core/storage";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPackedMap, type PackedMap, type ValueBytes } from "../../../src/engines/file/packed-map.ts";
import { createPageKeeper, type PageKeeper } from "../../../src/engines/file/page-keeper.ts";
import { createMemoryDisk } from "./memory-disk.ts";

const rows: ValueBytes<Uint8Array> = { write: (value) => value, read: (view) => new Uint8Array(view) };
const texts: ValueBytes<string> = {
  write: (value) => Buffer.from(value),
  read: (view) => Buffer.from(view).toString(),
};

const key = fc.oneof(
  fc.string({ unit: fc.constantFrom("a", "b", "/", "\uff5e", "😀"), maxLength: 6 }),
  fc.nat(2000).map((number) => `jobs/of/somebody/${String(number).padStart(5, "0")}`),
  fc.nat(2000).map((number) => `jobs/${number}/${"x".repeat(number % 200)}`),
);
const value = fc.oneof(
  { weight: 8, arbitrary: fc.nat(600).map((length) => "v".repeat(length)) },
  { weight: 1, arbitrary: fc.integer({ min: 5000, max: 70_000 }).map((length) => "v".repeat(length)) },
);
const bound = fc.option(key, { nil: undefined });
const range = fc.record({ from: bound, to: bound, reverse: fc.boolean(), limit: fc.nat(400) });

/** A keeper that has four pages in memory at a time. */
function fewPages(): PageKeeper {
  return createPageKeeper(createMemoryDisk(), { pageBytes: 0 });
}

function change(map: Pick<PackedMap<string>, "set" | "delete">, name: string, to: string | null): void {
  if (to === null) map.delete(name);
  else map.set(name, to);
}

describe("a packed map", () => {
  it("does what an ordered map does, whatever is set and deleted, in any range, either way", () => {
    const changes = fc.array(fc.tuple(key, fc.option(value, { freq: 3 })), { maxLength: 400, size: "max" });
    fc.assert(
      fc.property(changes, fc.array(range, { maxLength: 5 }), (all, ranges) => {
        const map = createPackedMap(texts, fewPages());
        const model = createOrderedMap<string>();
        for (const [name, to] of all) {
          change(map, name, to);
          change(model, name, to);
          expect(map.get(name)).toBe(to ?? undefined);
        }
        expect(map.size).toBe(model.size);
        for (const each of [{ limit: 1000 }, { limit: 1000, reverse: true }, ...ranges])
          expect(map.entries(each)).toEqual(model.entries(each));
      }),
    );
  });

  it("stays in order while it grows over many pages and shrinks to nothing", () => {
    const names = Array.from({ length: 5000 }, (_, index) => `key ${String((index * 2741) % 5000)}`);
    const map = createPackedMap(texts, fewPages());
    const keys = () => map.entries({ limit: 9999 }).map(([name]) => name);
    for (const name of names) map.set(name, `of ${name}`);
    expect(keys()).toEqual(names.toSorted());
    for (const name of names.slice(0, 4990)) map.delete(name);
    expect(map.entries({ limit: 99 })).toEqual(
      names
        .slice(4990)
        .toSorted()
        .map((name) => [name, `of ${name}`]),
    );
    for (const name of names) map.delete(name);
    expect([keys(), map.size, map.get("key 1")]).toEqual([[], 0, undefined]);
    map.set("again", "1");
    expect(keys()).toEqual(["again"]);
  });

  it("gives values that stay as they are when the map changes", () => {
    const map = createPackedMap(rows, fewPages());
    map.set("a", Uint8Array.of(1));
    const [before, [listed]] = [map.get("a"), map.entries({ limit: 1 })];
    map.set("a", Uint8Array.of(2));
    expect([before, listed]).toEqual([Uint8Array.of(1), ["a", Uint8Array.of(1)]]);
    expect(map.get("a")).toEqual(Uint8Array.of(2));
  });

  it("takes keys and values that are larger than a page", () => {
    const map = createPackedMap(texts, fewPages());
    const [large, long] = ["v".repeat(2 * 1024 * 1024), "k".repeat(60_000)];
    for (const name of ["a", "c", long, "z"]) map.set(name, name);
    for (const name of ["b", "c", long]) map.set(name, large);
    expect(map.entries({ limit: 9 })).toEqual([
      ["a", "a"],
      ["b", large],
      ["c", large],
      [long, large],
      ["z", "z"],
    ]);
    map.set("c", "c");
    expect([map.get("c"), map.get("b")]).toEqual(["c", large]);
  });
});
