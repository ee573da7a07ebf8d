import { assertInteger } from "./assert-in-range.ts";
import { createOldestEntries } from "./oldest-entries.ts";

/** A map that never holds more than `max` entries, so that strangers cannot fill the memory through it. */
export interface BoundedMap<Key, Value> extends Iterable<readonly [Key, Value]> {
  readonly size: number;
  readonly max: number;
  /** How many entries were evicted or refused for want of room. */
  readonly dropped: number;
  /** With `evict-least-used`, this is a use. */
  get(key: Key): Value | undefined;
  /** Never a use. */
  has(key: Key): boolean;
  /** False when the map is full of other keys and refuses. A known key keeps its place, unless setting it is a use. */
  set(key: Key, value: Value): boolean;
  delete(key: Key): boolean;
  clear(): void;
  /** In the order of eviction: the next to go comes first. It is not a use. */
  [Symbol.iterator](): IterableIterator<readonly [Key, Value]>;
}

/** How large, and what a new key does to a full map: it evicts the entry added first, or used least lately, or is refused. */
export interface BoundedMapOptions {
  readonly max: number;
  readonly whenFull: "evict-oldest" | "evict-least-used" | "refuse";
}

/** An empty map; every operation takes constant time on average. */
export function createBoundedMap<Key, Value>(options: BoundedMapOptions): BoundedMap<Key, Value> {
  const { max, whenFull } = options;
  assertInteger("max", max, { min: 1 });
  const entries = new Map<Key, Value>(); // iterates in order of insertion, which serves as the order of eviction
  const oldest = createOldestEntries(entries);
  let dropped = 0;

  function makeRoom(): boolean {
    if (entries.size < max) return true;
    dropped += 1;
    if (whenFull === "refuse") return false;
    oldest.take();
    return true;
  }

  function use(key: Key, value: Value): void {
    oldest.delete(key);
    entries.set(key, value);
  }

  return {
    get size() {
      return entries.size;
    },
    get dropped() {
      return dropped;
    },
    max,
    get(key) {
      const value = entries.get(key);
      if (whenFull === "evict-least-used" && entries.has(key)) use(key, value as Value);
      return value;
    },
    has: (key) => entries.has(key),
    set(key, value) {
      if (!entries.has(key) && !makeRoom()) return false;
      if (whenFull === "evict-least-used") use(key, value);
      else entries.set(key, value);
      return true;
    },
    delete: oldest.delete,
    clear: oldest.clear,
    [Symbol.iterator]: () => entries.entries(),
  };
}
