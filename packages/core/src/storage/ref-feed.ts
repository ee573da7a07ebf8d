import type { Cid } from "../ids/cid.ts";
import { createOldestEntries } from "../oldest-entries.ts";
import type { RefChange, RefEvent } from "../ports/storage.ts";

/** Tells the followers of one store what its commits changed. */
export interface RefFeed {
  /** Called with the changes of each commit once it is durable, in the order of the commits. */
  publish(changes: readonly RefChange[]): void;
  /** As `Storage.follow`; what the reader has not fetched yet is merged per ref. */
  follow(prefix: string, signal: AbortSignal): AsyncIterable<RefEvent>;
  /** Ends every follower. */
  close(): void;
}

/** A feed without followers. */
export function createRefFeed(): RefFeed {
  const followers = new Set<Follower>();

  return {
    publish(changes) {
      for (const follower of followers) follower.take(changes);
    },
    follow(prefix, signal) {
      const follower = createFollower(prefix, () => {
        followers.delete(follower);
        signal.removeEventListener("abort", follower.end);
      });
      followers.add(follower);
      signal.addEventListener("abort", follower.end);
      if (signal.aborted) follower.end();
      return follower.events;
    },
    close() {
      for (const follower of followers) follower.end();
    },
  };
}

interface Follower {
  readonly events: AsyncIterableIterator<RefEvent>;
  take(changes: readonly RefChange[]): void;
  end(): void;
}

/** What the reader last knew of a ref, and where it points now. */
interface Step {
  readonly known: Cid | null;
  readonly now: Cid | null;
}

function createFollower(prefix: string, onEnd: () => void): Follower {
  // Holds only refs that differ from what the reader knows, so it never outgrows the refs of the store.
  const steps = new Map<string, Step>();
  const oldest = createOldestEntries(steps);
  const readers: ((result: IteratorResult<RefEvent>) => void)[] = [];
  let ended = false;

  function take(changes: readonly RefChange[]): void {
    for (const { name, expect, to } of changes) if (name.startsWith(prefix)) add(name, expect, to);
    while (readers.length > 0 && steps.size > 0) readers.shift()?.(next());
  }

  function add(name: string, expect: Cid | null, to: Cid | null): void {
    const known = steps.get(name)?.known ?? (steps.has(name) ? null : expect);
    if (known === to) oldest.delete(name);
    else steps.set(name, { known, now: to });
  }

  function next(): IteratorResult<RefEvent> {
    const step = oldest.take();
    if (step === undefined) return { done: true, value: undefined };
    const [name, { now }] = step;
    return { done: false, value: { name, cid: now } };
  }

  function end(): void {
    if (ended) return;
    ended = true;
    oldest.clear();
    for (const resolve of readers.splice(0)) resolve({ done: true, value: undefined });
    onEnd();
  }

  const events: AsyncIterableIterator<RefEvent> = {
    [Symbol.asyncIterator]: () => events,
    next: () =>
      ended || steps.size > 0 ? Promise.resolve(next()) : new Promise((resolve) => readers.push(resolve)),
    return() {
      end();
      return Promise.resolve({ done: true, value: undefined });
    },
  };
  return { events, take, end };
}
