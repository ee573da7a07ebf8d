import { Buffer } from "node:buffer";
import { compareUtf8 } from "@icn-mesh/core/storage";
import {
  entriesOf,
  insertInto,
  keyAt,
  PAGE_BYTES,
  type PackedPage,
  packEntries,
  removeFrom,
  replaceIn,
  searchPage,
} from "./packed-page.ts";
import type { KeptPage, PageKeeper } from "./page-keeper.ts";

/** The place of an entry among the pages, or the one that it would have. */
export interface Place {
  readonly leaf: number;
  readonly index: number;
}

/** An entry that is there: its page, which is in memory until two others were looked at. */
export interface PlacedEntry extends Place {
  readonly page: PackedPage;
}

/** Entries in the order of their keys, in pages of a keeper. */
export interface PackedLeaves {
  /** The place of the key, and its page if the key is there. */
  find(key: string): Place & { readonly page?: PackedPage };
  /** The place behind all entries. */
  end(): Place;
  insert(place: Place, key: string, value: Uint8Array): void;
  replace(placed: PlacedEntry, key: string, value: Uint8Array): void;
  remove(placed: PlacedEntry): void;
  clear(): void;
  /** What is from the first place on and before the other. */
  forward(first: Place, end: Place): Generator<PlacedEntry>;
  /** The same, the last of them first. */
  backward(first: Place, end: Place): Generator<PlacedEntry>;
}

/** A page, and a key that comes before none of its keys but those of the first page. */
interface Leaf {
  readonly from: string;
  readonly kept: KeptPage;
}

/** Pages that have no more together become one. */
const SPARSE_BYTES = PAGE_BYTES / 2;

/** No entries. */
export function createPackedLeaves(keeper: PageKeeper): PackedLeaves {
  const leaves: Leaf[] = [];

  function open(leaf: number): PackedPage | undefined {
    const kept = leaves[leaf]?.kept;
    return kept && keeper.open(kept);
  }

  function openToChange(leaf: number): PackedPage | undefined {
    const kept = leaves[leaf]?.kept;
    if (kept !== undefined) kept.isChanged = true;
    return open(leaf);
  }

  /** Puts pages in the place of so many. */
  function splice(leaf: number, count: number, pages: readonly PackedPage[]): void {
    const added = pages.map((page): Leaf => ({ from: textOf(keyAt(page, 0)), kept: keeper.keep(page) }));
    for (const { kept } of leaves.splice(leaf, count, ...added)) keeper.drop(kept);
  }

  function insert({ leaf, index }: Place, key: string, value: Uint8Array): void {
    const page = openToChange(leaf);
    const entry = { key: keyBytes(key), value };
    if (page !== undefined && insertInto(page, index, entry)) return;
    const before = page === undefined ? [] : entriesOf(page);
    splice(leaf, 1, packEntries(before.toSpliced(index, 0, entry), index === before.length));
  }

  return {
    find(key) {
      const leaf = leafIndex(leaves, key);
      const page = open(leaf);
      const index = page === undefined ? -1 : searchPage(page, keyBytes(key));
      return page === undefined || index < 0 ? { leaf, index: -1 - index } : { leaf, index, page };
    },
    end: () => ({ leaf: leaves.length, index: 0 }),
    insert,
    replace({ page, ...place }, key, value) {
      openToChange(place.leaf);
      if (replaceIn(page, place.index, value)) return;
      removeFrom(page, place.index);
      insert(place, key, value);
    },
    remove({ leaf, index }) {
      const page = openToChange(leaf);
      if (page === undefined) return;
      removeFrom(page, index);
      const next = leaves[leaf + 1]?.kept;
      if (page.count === 0) splice(leaf, 1, []);
      else if (next !== undefined && page.weight + next.page.weight <= SPARSE_BYTES)
        splice(leaf, 2, packEntries([...entriesOf(page), ...entriesOf(keeper.open(next))]));
    },
    clear: () => splice(0, leaves.length, []),
    *forward(first, end) {
      for (let leaf = first.leaf; leaf <= Math.min(end.leaf, leaves.length - 1); leaf++) {
        for (const index of indexesOf(leaf, { first, end, page: open(leaf) })) yield index;
      }
    },
    *backward(first, end) {
      for (let leaf = Math.min(end.leaf, leaves.length - 1); leaf >= first.leaf; leaf--) {
        for (const index of indexesOf(leaf, { first, end, page: open(leaf) }).reverse()) yield index;
      }
    },
  };
}

interface Range {
  readonly first: Place;
  readonly end: Place;
  readonly page: PackedPage | undefined;
}

/** The entries of a page that are in a range. */
function indexesOf(leaf: number, { first, end, page }: Range): PlacedEntry[] {
  const placed: PlacedEntry[] = [];
  const to = leaf === end.leaf ? end.index : (page?.count ?? 0);
  for (let index = leaf === first.leaf ? first.index : 0; page !== undefined && index < to; index++)
    placed.push({ leaf, index, page });
  return placed;
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

/** The text that the bytes are. */
export function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("utf8");
}
