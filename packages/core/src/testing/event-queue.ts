/** Something that happens at a moment of virtual time; of equal moments, what was planned first comes first. */
export interface PlannedEvent {
  readonly at: number;
  readonly order: number;
  /** Undefined once it was taken back. */
  run: (() => void) | undefined;
}

/** Events by time. */
export interface EventQueue {
  readonly first: PlannedEvent | undefined;
  push(event: PlannedEvent): void;
  /** Removes the earliest event. */
  shift(): PlannedEvent | undefined;
}

/** An empty queue: a binary heap. */
export function createEventQueue(): EventQueue {
  const heap: PlannedEvent[] = [];

  function swap(one: number, other: number): void {
    const event = heap[one] as PlannedEvent;
    heap[one] = heap[other] as PlannedEvent;
    heap[other] = event;
  }

  function rise(from: number): void {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at], heap[parent])) return;
      swap(at, parent);
      at = parent;
    }
  }

  function sink(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const least = isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
      if (!isBefore(heap[least], heap[at])) return;
      swap(at, least);
      at = least;
    }
  }

  return {
    get first() {
      return heap[0];
    },
    push(event) {
      heap.push(event);
      rise(heap.length - 1);
    },
    shift() {
      const [first] = heap;
      const last = heap.pop();
      if (heap.length > 0 && last !== undefined) {
        heap[0] = last;
        sink();
      }
      return first;
    },
  };
}

function isBefore(one: PlannedEvent | undefined, other: PlannedEvent | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}
