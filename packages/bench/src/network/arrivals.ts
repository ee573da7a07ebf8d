/** Counts what arrives, and says when enough of it has. */
export interface Arrivals {
  add(amount: number): void;
  /** Resolves when so much more has arrived since the last call. */
  next(amount: number): Promise<void>;
}

/** Nothing has arrived. One at a time waits. */
export function createArrivals(): Arrivals {
  let [count, wanted] = [0, 0];
  let wake: (() => void) | undefined;

  return {
    add(amount) {
      count += amount;
      if (count < wanted) return;
      wake?.();
      wake = undefined;
    },
    next(amount) {
      wanted += amount;
      if (count >= wanted) return Promise.resolve();
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
  };
}
