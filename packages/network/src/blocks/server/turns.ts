import type { Clock } from "@icn-mesh/core";

/** Who has a turn, and how to take it away: by `abort`, after which it gives the turn back soon. */
export interface Holder {
  abort(): void;
}

/** Turns for those of whom only some may be served at a time. */
export interface Turns {
  /** Resolves to a function that gives the turn back, in the order of the calls; to undefined after `stop`. */
  take(holder: Holder): Promise<(() => void) | undefined>;
  /** Nobody waits after it. */
  stop(): void;
}

/** How many have a turn at a time, and for how long while others wait. */
export interface TurnsOptions {
  readonly max: number;
  readonly patienceMs: number;
}

/** Turns that nobody can hold against those who wait: who has one for longest makes room. */
export function createTurns(clock: Clock, { max, patienceMs }: TurnsOptions): Turns {
  const holders = new Map<Holder, number>(); // in the order in which they got their turn
  const line: { readonly holder: Holder; readonly give: (release: (() => void) | undefined) => void }[] = [];
  const stopped = new AbortController();
  let isWatching = false;

  function grant(holder: Holder): () => void {
    holders.set(holder, clock.monotonic());
    return () => {
      if (!holders.delete(holder)) return;
      const next = line.shift();
      next?.give(grant(next.holder));
    };
  }

  async function watch(): Promise<void> {
    isWatching = true;
    for (let [first] = holders; first && line.length > 0; [first] = holders) {
      const [holder, since] = first;
      const left = since + patienceMs - clock.monotonic();
      if (left > 0) await clock.after(left, { signal: stopped.signal });
      else if (holders.delete(holder)) makeRoom(holder);
    }
    isWatching = false;
  }

  function makeRoom(slow: Holder): void {
    slow.abort();
    const next = line.shift();
    next?.give(grant(next.holder));
  }

  return {
    take(holder) {
      if (stopped.signal.aborted) return Promise.resolve(undefined);
      if (holders.size < max) return Promise.resolve(grant(holder));
      return new Promise((give) => {
        line.push({ holder, give });
        if (!isWatching) watch().catch(() => undefined); // it fails when it is stopped, and in no other way
      });
    },
    stop() {
      stopped.abort();
      for (const { give } of line.splice(0)) give(undefined);
    },
  };
}
