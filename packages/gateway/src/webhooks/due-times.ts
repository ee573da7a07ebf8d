import { type Clock, createBoundedMap } from "@icn-mesh/core";

/** Things to be done at times, a few at once. */
export interface DueTimes<Key> {
  /** Has something done at a time in milliseconds since the epoch, or sooner if it was to be sooner. */
  at(key: Key, ms: number): void;
  /** Does what is due until the signal aborts. */
  run(): Promise<void>;
}

/** What is done, and until when. */
export interface DueTimesOptions<Key> {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly work: (key: Key) => Promise<void>;
}

const MOST_DUE = 100_000;
const AT_ONCE = 8;

/** Nothing is due yet. What finds no room is found again when the outbox is next read. */
export function createDueTimes<Key>({ clock, signal, work }: DueTimesOptions<Key>): DueTimes<Key> {
  const times = createBoundedMap<Key, number>({ max: MOST_DUE, whenFull: "refuse" });
  let wake = new AbortController();

  function takeDue(now: number): readonly Key[] {
    const due: Key[] = [];
    for (const [key, ms] of times) {
      if (ms <= now) due.push(key);
      if (due.length === AT_ONCE) break;
    }
    for (const key of due) times.delete(key);
    return due;
  }

  function untilNext(now: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const [, ms] of times) next = Math.min(next, ms - now);
    return next;
  }

  return {
    at(key, ms) {
      times.set(key, Math.min(ms, times.get(key) ?? ms));
      wake.abort();
    },
    async run() {
      while (!signal.aborted) {
        wake = new AbortController();
        const due = takeDue(clock.now());
        await Promise.all(due.map(work));
        if (due.length > 0) continue;
        const ended = AbortSignal.any([wake.signal, signal]);
        await clock.after(untilNext(clock.now()), { signal: ended }).catch(() => undefined); // woken
      }
    },
  };
}
