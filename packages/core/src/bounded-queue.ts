import { assertInteger } from "./assert-in-range.ts";

/** First in, first out, and never more than `max` items. */
export interface BoundedQueue<Item> extends Iterable<Item> {
  readonly size: number;
  readonly max: number;
  /** How many items were dropped or refused for want of room. */
  readonly lost: number;
  /** False when the queue is full and refuses. */
  push(item: Item): boolean;
  /** Takes the oldest item out; undefined when there is none. */
  shift(): Item | undefined;
  clear(): void;
  /** The oldest first, of the items there are now; they stay in the queue. */
  [Symbol.iterator](): IterableIterator<Item>;
}

/** How large, and what an item does to a full queue: it pushes out the oldest, or is refused. */
export interface BoundedQueueOptions {
  readonly max: number;
  readonly whenFull: "drop-oldest" | "refuse";
}

/** An empty queue; every operation takes constant time on average, and the memory follows the size, not `max`. */
export function createBoundedQueue<Item>(options: BoundedQueueOptions): BoundedQueue<Item> {
  const { max, whenFull } = options;
  assertInteger("max", max, { min: 1 });
  let items: (Item | undefined)[] = [];
  let first = 0;
  let lost = 0;

  function shift(): Item | undefined {
    if (first === items.length) return undefined;
    const item = items[first];
    items[first] = undefined; // lets go of the item before the array is cut
    first += 1;
    if (first * 2 > items.length) {
      items = items.slice(first);
      first = 0;
    }
    return item;
  }

  return {
    get size() {
      return items.length - first;
    },
    get lost() {
      return lost;
    },
    max,
    push(item) {
      if (items.length - first === max) {
        lost += 1;
        if (whenFull === "refuse") return false;
        shift();
      }
      items.push(item);
      return true;
    },
    shift,
    clear() {
      items = [];
      first = 0;
    },
    [Symbol.iterator]: () => (items.slice(first) as Item[]).values(),
  };
}
