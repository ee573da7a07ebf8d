/** A queue for work of which only some may run at a time. */
export interface Turns {
  take<T>(work: () => Promise<T>): Promise<T>;
}

/** Lets `count` pieces of work run at a time; the others wait in the order in which they came. */
export function createTurns(count: number): Turns {
  const line: (() => void)[] = [];
  let free = count;
  return {
    async take(work) {
      if (free > 0) free--;
      else await new Promise<void>((resolve) => line.push(resolve));
      try {
        return await work();
      } finally {
        const next = line.shift();
        if (next === undefined) free++;
        else next();
      }
    },
  };
}
