/** A key as UTF-8, and the bytes that it stands for. */
export interface PackedEntry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/**
 * Entries in the order of their keys, in one piece of memory: first what all keys begin with, then the entries as they
 * came, each the rest of its key and its value behind their lengths, and from the end backwards where each begins.
 */
export interface PackedPage {
  /** None while the page is elsewhere. */
  bytes: Uint8Array;
  /** How many bytes all keys have in common. */
  readonly prefix: number;
  count: number;
  /** Where the next entry would begin. */
  used: number;
  /** How many bytes the entries need, without those of entries that were taken out. */
  weight: number;
}

/** What a page takes that does not have a single entry which is larger. */
export const PAGE_BYTES = 8192;

const LENGTHS = 6; // two bytes of the key's rest, four of the value
const SLOT = 2;

/**
 * Entries, of which there is at least one, in as few pages as they need: two that are half full where one is too
 * small, or if it was the last that came to the others, one for that alone, so that keys in order leave full pages.
 */
export function packEntries(entries: readonly PackedEntry[], isLastNew = false): readonly PackedPage[] {
  const sizes = entries.map(({ key, value }) => LENGTHS + SLOT + key.length + value.length);
  const prefix = commonPrefix(entries);
  const total = sizes.reduce((sum, size) => sum + size - prefix, prefix);
  if (total <= PAGE_BYTES || entries.length === 1) return [fillPage(entries, prefix, total)];
  const middle = isLastNew ? entries.length - 1 : middleOf(sizes);
  return [...packEntries(entries.slice(0, middle)), ...packEntries(entries.slice(middle))];
}

/** The index of the entry; where it would be inserted, as `-1 - index`, if there is none. */
export function searchPage(page: PackedPage, key: Uint8Array): number {
  const side = compareAt(page.bytes, { from: 0, length: page.prefix }, key.subarray(0, page.prefix));
  if (side !== 0) return side > 0 ? -1 : -1 - page.count;
  const rest = key.subarray(page.prefix);
  let low = 0;
  let high = page.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = compareAt(page.bytes, restAt(page, middle), rest);
    if (order === 0) return middle;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return -1 - low;
}

/** Puts an entry before the one of the index; false if it does not fit, or its key begins otherwise. */
export function insertInto(page: PackedPage, index: number, { key, value }: PackedEntry): boolean {
  const { bytes, prefix, count, used } = page;
  const size = LENGTHS + key.length - prefix + value.length;
  if (used + size + SLOT * (count + 1) > bytes.length) return false;
  if (!hasPrefix(page, key)) return false;
  const firstSlot = bytes.length - SLOT * count;
  bytes.copyWithin(firstSlot - SLOT, firstSlot, bytes.length - SLOT * index);
  page.count += 1;
  appendEntry(page, index, { key, value });
  return true;
}

/** Puts a value in the place of that of the entry; false if it has another length. */
export function replaceIn(page: PackedPage, index: number, value: Uint8Array): boolean {
  const old = valueAt(page, index);
  if (old.length !== value.length) return false;
  old.set(value);
  return true;
}

/** Takes out the entry of the index; its memory is free again when the page is packed anew. */
export function removeFrom(page: PackedPage, index: number): void {
  const { bytes, count } = page;
  const firstSlot = bytes.length - SLOT * count;
  page.weight -= LENGTHS + SLOT + restAt(page, index).length + valueAt(page, index).length;
  bytes.copyWithin(firstSlot + SLOT, firstSlot, bytes.length - SLOT * (index + 1));
  page.count -= 1;
}

/** The value of the entry: a view of the page. */
export function valueAt(page: PackedPage, index: number): Uint8Array {
  const at = entryAt(page, index);
  const from = at + LENGTHS + uint16At(page.bytes, at);
  return page.bytes.subarray(from, from + uint32At(page.bytes, at + 2));
}

/** The whole key of the entry. */
export function keyAt(page: PackedPage, index: number): Uint8Array {
  const { from, length } = restAt(page, index);
  const key = new Uint8Array(page.prefix + length);
  key.set(page.bytes.subarray(0, page.prefix));
  key.set(page.bytes.subarray(from, from + length), page.prefix);
  return key;
}

/** All entries, whose values are views of the page. */
export function entriesOf(page: PackedPage): PackedEntry[] {
  return Array.from({ length: page.count }, (_, index) => ({
    key: keyAt(page, index),
    value: valueAt(page, index),
  }));
}

function fillPage(entries: readonly PackedEntry[], prefix: number, total: number): PackedPage {
  const bytes = new Uint8Array(Math.max(PAGE_BYTES, total));
  const [first] = entries;
  if (first !== undefined) bytes.set(first.key.subarray(0, prefix));
  const page: PackedPage = { bytes, prefix, count: entries.length, used: prefix, weight: prefix };
  for (const [index, entry] of entries.entries()) appendEntry(page, index, entry);
  return page;
}

function appendEntry(page: PackedPage, index: number, { key, value }: PackedEntry): void {
  const { bytes, prefix, used } = page;
  const length = key.length - prefix;
  const slot = slotOf(page, index);
  bytes[slot] = used & 0xff;
  bytes[slot + 1] = used >>> 8;
  bytes[used] = length & 0xff;
  bytes[used + 1] = length >>> 8;
  for (let byte = 0; byte < 4; byte++) bytes[used + 2 + byte] = value.length >>> (8 * byte);
  bytes.set(key.subarray(prefix), used + LENGTHS);
  bytes.set(value, used + LENGTHS + length);
  page.used += LENGTHS + length + value.length;
  page.weight += LENGTHS + length + value.length + SLOT;
}

/** Since the keys are in order, what the first and the last begin with is what all of them begin with. */
function commonPrefix(entries: readonly PackedEntry[]): number {
  const first = entries[0]?.key ?? NO_BYTES;
  const last = entries.at(-1)?.key ?? NO_BYTES;
  let length = 0;
  while (length < first.length && first[length] === last[length]) length += 1;
  return length;
}

const NO_BYTES = new Uint8Array(0);

/** The index before which about half of the bytes are; never the first. */
function middleOf(sizes: readonly number[]): number {
  const half = sizes.reduce((sum, size) => sum + size) / 2;
  let [index, sum] = [0, 0];
  while (index < sizes.length - 1 && sum < half) sum += sizes[index++] ?? 0;
  return Math.max(1, index);
}

function hasPrefix({ bytes, prefix }: PackedPage, key: Uint8Array): boolean {
  return compareAt(bytes, { from: 0, length: prefix }, key.subarray(0, prefix)) === 0;
}

interface Piece {
  readonly from: number;
  readonly length: number;
}

function restAt(page: PackedPage, index: number): Piece {
  const at = entryAt(page, index);
  return { from: at + LENGTHS, length: uint16At(page.bytes, at) };
}

function entryAt(page: PackedPage, index: number): number {
  return uint16At(page.bytes, slotOf(page, index));
}

function slotOf({ bytes }: PackedPage, index: number): number {
  return bytes.length - SLOT * (index + 1);
}

function uint16At(bytes: Uint8Array, at: number): number {
  return byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8);
}

function uint32At(bytes: Uint8Array, at: number): number {
  return (uint16At(bytes, at) | (uint16At(bytes, at + 2) << 16)) >>> 0;
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] as number;
}

/** Negative if the bytes there come before the others, 0 if they are the same. */
function compareAt(bytes: Uint8Array, { from, length }: Piece, others: Uint8Array): number {
  const shared = Math.min(length, others.length);
  for (let at = 0; at < shared; at++) {
    const difference = byteAt(bytes, from + at) - byteAt(others, at);
    if (difference !== 0) return difference;
  }
  return length - others.length;
}
