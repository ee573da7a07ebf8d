import { compareUtf8 } from "./compare-utf8.ts";

/** Which entries: `from ≤ key < to`, the first `limit` of them in the order asked for. */
export interface KeyRange {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly reverse?: boolean | undefined;
  readonly limit: number;
}

/** A map whose keys are kept in the order of their UTF-8: `get` in constant time, the rest in about √n. */
export interface OrderedMap<Value> {
  readonly size: number;
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  values(): IterableIterator<Value>;
  /** A snapshot of the entries in the range. */
  entries(range: KeyRange): readonly (readonly [string, Value])[];
}

/** Keys per chunk at most; a chunk that outgrows it is split, so no insertion moves more than this many. */
const MAX_CHUNK = 512;

/** An empty map. */
export function createOrderedMap<Value>(): OrderedMap<Value> {
  const values = new Map<string, Value>();
  const chunks: string[][] = [];

  function insert(key: string): void {
    const end = chunks.at(-1);
    if (end !== undefined && end.length < MAX_CHUNK && compareUtf8(end.at(-1) as string, key) < 0) {
      end.push(key); // keys that come in order, as when a store is loaded, need no search
      return;
    }
    const index = chunkOf(chunks, key);
    const chunk = chunks[index];
    if (chunk === undefined) chunks.push([key]);
    else chunk.splice(indexOf(chunk, key), 0, key);
    if (chunk !== undefined && chunk.length > MAX_CHUNK) {
      chunks.splice(index + 1, 0, chunk.splice(MAX_CHUNK / 2));
    }
  }

  function remove(key: string): void {
    const index = chunkOf(chunks, key);
    const chunk = chunks[index] as string[];
    chunk.splice(indexOf(chunk, key), 1);
    if (chunk.length === 0) chunks.splice(index, 1);
  }

  return {
    get size() {
      return values.size;
    },
    get: (key) => values.get(key),
    set(key, value) {
      if (!values.has(key)) insert(key);
      values.set(key, value);
    },
    delete(key) {
      if (values.delete(key)) remove(key);
    },
    values: () => values.values(),
    entries: (range) => keysIn(chunks, range).map((key) => [key, values.get(key) as Value]),
  };
}

function keysIn(chunks: readonly string[][], { from = "", to, reverse, limit }: KeyRange): string[] {
  const keys: string[] = [];
  for (const key of reverse ? keysBelow(chunks, to) : keysFrom(chunks, from)) {
    const beyond = reverse ? compareUtf8(key, from) < 0 : to !== undefined && compareUtf8(key, to) >= 0;
    if (beyond || keys.length >= limit) break;
    keys.push(key);
  }
  return keys;
}

function* keysFrom(chunks: readonly string[][], from: string): Generator<string> {
  const first = chunkOf(chunks, from);
  yield* chunks[first]?.slice(indexOf(chunks[first], from)) ?? [];
  for (let index = first + 1; index < chunks.length; index++) yield* chunks[index] as string[];
}

function* keysBelow(chunks: readonly string[][], to: string | undefined): Generator<string> {
  const last = to === undefined ? chunks.length - 1 : chunkOf(chunks, to);
  const chunk = chunks[last] ?? [];
  yield* chunk.slice(0, to === undefined ? chunk.length : indexOf(chunk, to)).reverse();
  for (let index = last - 1; index >= 0; index--) yield* (chunks[index] as string[]).toReversed();
}

/** The index of the chunk that has the key or would take it. */
function chunkOf(chunks: readonly string[][], key: string): number {
  return Math.max(0, firstIndex(chunks, (chunk) => compareUtf8(chunk[0] as string, key) > 0) - 1);
}

/** Where the key stands in the chunk, or would stand. */
function indexOf(chunk: readonly string[], key: string): number {
  return firstIndex(chunk, (other) => compareUtf8(other, key) >= 0);
}

/** The index of the first item for which `holds`, which then holds for all after it. */
function firstIndex<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(items[middle] as Item)) high = middle;
    else low = middle + 1;
  }
  return low;
}
