import { Buffer } from "node:buffer";
import { compareUtf8, type KeyRange } from "@icn-mesh/core/storage";
import {
  entriesOf,
  insertInto,
  keyAt,
  PAGE_BYTES,
  type PackedEntry,
  type PackedPage,
  packEntries,
  removeFrom,
  replaceIn,
  searchPage,
  valueAt,
} from "./packed-page.ts";

/** A map whose keys are kept in the order of their UTF-8, all in pages of bytes: no key and no value is an object. */
export interface PackedMap<Value> {
  readonly size: number;
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
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

/** A page, and a key that comes before none of its keys but those of the first page. */
interface Leaf {
  readonly from: string;
  readonly page: PackedPage;
}

/** The place of an entry among the pages, or the one that it would have. */
interface Place {
  readonly leaf: number;
  readonly index: number;
}

/** Pages that have no more together become one. */
const SPARSE_BYTES = PAGE_BYTES / 2;

/** An empty map. */
export function createPackedMap<Value>(values: ValueBytes<Value>): PackedMap<Value> {
  const leaves: Leaf[] = [];
  let size = 0;

  /** The place of the key, and its page if it is there. */
  function find(key: Uint8Array, leaf: number): Place & { readonly page?: PackedPage } {
    const page = leaves[leaf]?.page;
    const index = page === undefined ? -1 : searchPage(page, key);
    return page === undefined || index < 0 ? { leaf, index: -1 - index } : { leaf, index, page };
  }

  function insert({ leaf, index }: Place, entry: PackedEntry): void {
    const page = leaves[leaf]?.page;
    if (page !== undefined && insertInto(page, index, entry)) return;
    const before = page === undefined ? [] : entriesOf(page);
    const pages = packEntries(before.toSpliced(index, 0, entry), index === before.length);
    leaves.splice(leaf, 1, ...pages.map(leafOf));
  }

  function remove({ leaf, index }: Place, page: PackedPage): void {
    removeFrom(page, index);
    const next = leaves[leaf + 1]?.page;
    if (page.count === 0) leaves.splice(leaf, 1);
    else if (next !== undefined && page.weight + next.weight <= SPARSE_BYTES)
      leaves.splice(leaf, 2, ...packEntries([...entriesOf(page), ...entriesOf(next)]).map(leafOf));
  }

  function placeOf(key: string): Place {
    return find(keyBytes(key), leafIndex(leaves, key));
  }

  return {
    get size() {
      return size;
    },
    get(key) {
      const { page, index } = find(keyBytes(key), leafIndex(leaves, key));
      return page && values.read(valueAt(page, index));
    },
    set(key, value) {
      const entry = { key: keyBytes(key), value: values.write(value) };
      const { page, ...place } = find(entry.key, leafIndex(leaves, key));
      if (page !== undefined && replaceIn(page, place.index, entry.value)) return;
      if (page === undefined) size += 1;
      else removeFrom(page, place.index);
      insert(place, entry);
    },
    delete(key) {
      const { page, ...place } = find(keyBytes(key), leafIndex(leaves, key));
      if (page === undefined) return;
      size -= 1;
      remove(place, page);
    },
    entries({ from = "", to, reverse = false, limit }) {
      const first = placeOf(from);
      const end = to === undefined ? { leaf: leaves.length, index: 0 } : placeOf(to);
      const places = reverse ? placesBackward(leaves, first, end) : placesForward(leaves, first, end);
      const found: (readonly [string, Value])[] = [];
      for (const { page, index } of places) {
        if (found.length >= limit) break;
        found.push([textOf(keyAt(page, index)), values.read(valueAt(page, index))]);
      }
      return found;
    },
  };
}

interface Found {
  readonly page: PackedPage;
  readonly index: number;
}

function* placesForward(leaves: readonly Leaf[], first: Place, end: Place): Generator<Found> {
  for (let leaf = first.leaf; leaf <= end.leaf; leaf++) {
    const page = leaves[leaf]?.page;
    const to = leaf === end.leaf ? end.index : page?.count;
    for (let index = leaf === first.leaf ? first.index : 0; page && index < (to ?? 0); index++)
      yield { page, index };
  }
}

function* placesBackward(leaves: readonly Leaf[], first: Place, end: Place): Generator<Found> {
  for (let leaf = end.leaf; leaf >= first.leaf; leaf--) {
    const page = leaves[leaf]?.page;
    const from = leaf === first.leaf ? first.index : 0;
    for (let index = (leaf === end.leaf ? end.index : (page?.count ?? 0)) - 1; page && index >= from; index--)
      yield { page, index };
  }
}

function leafOf(page: PackedPage): Leaf {
  return { from: textOf(keyAt(page, 0)), page };
}

/** The index of the page that has the key or would take it. */
function leafIndex(leaves: readonly Leaf[], key: string): number {
  let low = 1;
  let high = leaves.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8((leaves[middle] as Leaf).from, key) > 0) high = middle;
    else low = middle + 1;
  }
  return Math.max(0, low - 1);
}

let scratch = Buffer.allocUnsafeSlow(4096);

/** A view that lives until the next call. */
function keyBytes(key: string): Uint8Array {
  if (3 * key.length > scratch.length) scratch = Buffer.allocUnsafeSlow(3 * key.length);
  return scratch.subarray(0, scratch.write(key, "utf8"));
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
}
