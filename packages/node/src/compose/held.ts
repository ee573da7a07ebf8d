/** Things that were taken one after the other and are to be given back. */
export interface Held {
  /** Remembers how to give something back. */
  add(release: () => unknown): void;
  /** Gives everything back, the last first, once; rejects with the first failure, after all were tried. */
  release(): Promise<void>;
}

/** Nothing held yet. */
export function createHeld(): Held {
  const releases: (() => unknown)[] = [];
  let released: Promise<void> | undefined;

  async function releaseAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const release of releases.toReversed()) {
      try {
        await release();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  return {
    add: (release) => void releases.push(release),
    release() {
      released ??= releaseAll();
      return released;
    },
  };
}
