/** Takes entries out of a map, the oldest first or any other, which nobody else may do meanwhile. */
export interface OldestEntries<Key, Value> {
  /** Takes out the entry whose key was added first; undefined if the map is empty. */
  take(): readonly [Key, Value] | undefined;
  /** As `Map.delete`. */
  delete(key: Key): boolean;
  /** As `Map.clear`. */
  clear(): void;
}

/** The entries of a map in the order in which their keys were added; every operation takes constant time on average. */
export function createOldestEntries<Key, Value>(entries: Map<Key, Value>): OldestEntries<Key, Value> {
  // Whatever the iterator passes is deleted, so it always stands at the oldest entry. A new one for each entry would
  // walk over the places of deleted ones: 50 µs instead of 0.4 in a map of 100 000.
  let oldest = entries.entries();
  let deleted = 0;

  /** An iterator that stands still keeps every table that the map has outgrown, and all that was in them. */
  function renew(): void {
    oldest = entries.entries();
    deleted = 0;
  }

  return {
    take() {
      if (entries.size === 0) return undefined; // asked while it is empty, an iterator would be at its end for good
      const { value } = oldest.next();
      if (value !== undefined) entries.delete(value[0]);
      return value;
    },
    delete(key) {
      const isGone = entries.delete(key);
      if (isGone && ++deleted > entries.size) renew();
      return isGone;
    },
    clear() {
      entries.clear();
      renew();
    },
  };
}
