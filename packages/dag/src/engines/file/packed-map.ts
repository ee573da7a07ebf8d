import type { KeyRange } from "@icn-mesh/core/storage";
import { createPackedLeaves, textOf } from "./packed-leaves.ts";
import { keyAt, valueAt } from "./packed-page.ts";
import type { PageKeeper } from "./page-keeper.ts";

/** A map whose keys are kept in the order of their UTF-8, all in pages of bytes: no key and no value is an object. */
export interface PackedMap<Value> {
  readonly size: number;
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  clear(): void;
  /** A snapshot of the entries in the range. */
  entries(range: KeyRange): readonly (readonly [string, Value])[];
}

/** How values become bytes. */
export interface ValueBytes<Value> {
  /** A view that lives until the next call. */
  write(value: Value): Uint8Array;
  /** The value, which keeps nothing of the view. */
  read(bytes: Uint8Array): Value;
}

/** An empty map, whose pages are the keeper's. */
export function createPackedMap<Value>(values: ValueBytes<Value>, keeper: PageKeeper): PackedMap<Value> {
  const leaves = createPackedLeaves(keeper);
  let size = 0;

  return {
    get size() {
      return size;
    },
    get(key) {
      const { page, index } = leaves.find(key);
      return page && values.read(valueAt(page, index));
    },
    set(key, value) {
      const { page, ...place } = leaves.find(key);
      const bytes = values.write(value);
      if (page !== undefined) return leaves.replace({ ...place, page }, key, bytes);
      leaves.insert(place, key, bytes);
      size += 1;
    },
    delete(key) {
      const { page, ...place } = leaves.find(key);
      if (page === undefined) return;
      leaves.remove({ ...place, page });
      size -= 1;
    },
    clear() {
      leaves.clear();
      size = 0;
    },
    entries({ from = "", to, reverse = false, limit }) {
      const first = leaves.find(from);
      const end = to === undefined ? leaves.end() : leaves.find(to);
      const found: (readonly [string, Value])[] = [];
      for (const { page, index } of reverse ? leaves.backward(first, end) : leaves.forward(first, end)) {
        if (found.length >= limit) break;
        found.push([textOf(keyAt(page, index)), values.read(valueAt(page, index))]);
      }
      return found;
    },
  };
}
