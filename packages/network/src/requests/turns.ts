/** So many at once, and so many more in the queue for a turn. */
export interface Turns {
  /** True when it is the caller's turn at once. */
  tryTake(): boolean;
  /** Resolves when it is the caller's turn; undefined when the queue is full. */
  take(): Promise<void> | undefined;
  /** Gives a turn back; who has waited longest is next. */
  give(): void;
}

/** Turns for `atOnce` callers; `waiting` more may wait. Who has asked takes the turn, even if it no longer needs it. */
export function createTurns(atOnce: number, waiting: number): Turns {
  const queue = new Set<() => void>();
  let free = atOnce;

  function tryTake(): boolean {
    if (free === 0) return false;
    free -= 1;
    return true;
  }

  return {
    tryTake,
    take() {
      if (tryTake()) return Promise.resolve();
      if (queue.size >= waiting) return undefined;
      return new Promise((resolve) => {
        queue.add(resolve);
      });
    },
    give() {
      const [next] = queue;
      if (next === undefined) {
        free += 1;
        return;
      }
      queue.delete(next);
      next();
    },
  };
}
