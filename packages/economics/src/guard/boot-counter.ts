/** Counts the starts of a guard, somewhere that is not restored together with its database. */
export interface BootCounter {
  /** The number of this start: greater than any before, durable once resolved. */
  next(): Promise<number>;
}

/** Counts from 1, for as long as the object lives. */
export function createMemoryBootCounter(): BootCounter {
  let boots = 0;
  return {
    async next() {
      boots += 1;
      return boots;
    },
  };
}
