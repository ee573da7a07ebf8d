/** Who waits for a thing that only one can have, first come first served. */
export interface WaitingList<Thing> {
  readonly size: number;
  /** Waits for its turn; rejects with the signal's reason when that aborts first. */
  wait(signal: AbortSignal): Promise<Thing>;
  /** False where nobody waits. */
  give(thing: Thing): boolean;
  /** Ends all waiting with this reason. */
  fail(reason: unknown): void;
}

interface Waiting<Thing> {
  readonly give: (thing: Thing) => void;
  readonly fail: (reason: unknown) => void;
}

/** A list on which nobody stands yet. */
export function createWaitingList<Thing>(): WaitingList<Thing> {
  const waiting = new Set<Waiting<Thing>>();

  return {
    get size() {
      return waiting.size;
    },
    wait(signal) {
      const { promise, resolve, reject } = Promise.withResolvers<Thing>();
      const onAbort = () => entry.fail(signal.reason);
      const settle = (): void => {
        waiting.delete(entry);
        signal.removeEventListener("abort", onAbort);
      };
      const entry: Waiting<Thing> = {
        give(thing) {
          settle();
          resolve(thing);
        },
        fail(reason) {
          settle();
          reject(reason);
        },
      };
      waiting.add(entry);
      signal.addEventListener("abort", onAbort);
      return promise;
    },
    give(thing) {
      const [first] = waiting;
      first?.give(thing);
      return first !== undefined;
    },
    fail(reason) {
      for (const { fail } of [...waiting]) fail(reason);
    },
  };
}
