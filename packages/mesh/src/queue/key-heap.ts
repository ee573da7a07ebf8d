/** A heap of items under two numbers each: the lowest first number goes first, the second decides among equals. */
export interface KeyHeap<Item> {
  readonly size: number;
  push(first: number, second: number, item: Item): void;
  /** The item that goes first; undefined when there is none. */
  peek(): Item | undefined;
  /** Takes out the item that goes first, of which there has to be one. */
  pop(): void;
  /** Keeps only these items, in time proportional to the size. */
  keep(isKept: (item: Item) => boolean): void;
}

/** Four children a node: half as deep as two, and the keys of all four lie side by side. */
const CHILDREN = 4;

/** An empty heap. Its keys lie in arrays of their own, so that a step through it touches no item. */
export function createKeyHeap<Item>(): KeyHeap<Item> {
  const firsts: number[] = [];
  const seconds: number[] = [];
  const items: Item[] = [];

  function isBefore(left: number, right: number): boolean {
    const difference = (firsts[left] as number) - (firsts[right] as number);
    return difference < 0 || (difference === 0 && (seconds[left] as number) < (seconds[right] as number));
  }

  function move(from: number, to: number): void {
    firsts[to] = firsts[from] as number;
    seconds[to] = seconds[from] as number;
    items[to] = items[from] as Item;
  }

  function cut(): void {
    firsts.pop();
    seconds.pop();
    items.pop();
  }

  /** Moves the last one up from the end, to where its parent goes before it. The place behind the end is a spare. */
  function rise(): void {
    let at = items.length - 1;
    const spare = items.length;
    move(at, spare);
    while (at > 0) {
      const parent = Math.floor((at - 1) / CHILDREN);
      if (!isBefore(spare, parent)) break;
      move(parent, at);
      at = parent;
    }
    move(spare, at);
    cut();
  }

  /** Moves the last one to the top and down, to where no child goes before it. */
  function sink(): void {
    const last = items.length - 1;
    let at = 0;
    for (;;) {
      const child = firstChild(at, last, isBefore);
      if (child === undefined || !isBefore(child, last)) break;
      move(child, at);
      at = child;
    }
    move(last, at);
    cut();
  }

  function push(first: number, second: number, item: Item): void {
    firsts.push(first);
    seconds.push(second);
    items.push(item);
    rise();
  }

  return {
    get size() {
      return items.length;
    },
    push,
    peek: () => items[0],
    pop: sink,
    keep(isKept) {
      const kept = items.map((item, at) => ({
        first: firsts[at] as number,
        second: seconds[at] as number,
        item,
      }));
      firsts.length = 0;
      seconds.length = 0;
      items.length = 0;
      for (const { first, second, item } of kept) if (isKept(item)) push(first, second, item);
    },
  };
}

/** The child that goes first, of those before the end; undefined where there is none. */
function firstChild(
  parent: number,
  end: number,
  isBefore: (left: number, right: number) => boolean,
): number | undefined {
  const start = parent * CHILDREN + 1;
  if (start >= end) return undefined;
  let first = start;
  for (let child = start + 1; child < Math.min(start + CHILDREN, end); child++) {
    if (isBefore(child, first)) first = child;
  }
  return first;
}
