import { createBoundedQueue } from "@icn-mesh/core";
import { createBell } from "./bell.ts";

/** Something that has happened, with its place. */
export interface Logged<Event> {
  readonly seq: number;
  readonly event: Event;
}

/** What a reader gets: what has happened, or that some of it is forgotten. */
export type Read<Event> =
  | { readonly type: "event"; readonly logged: Logged<Event> }
  | { readonly type: "gap" };

/** What has happened lately. Readers keep their own place, so one that is slow or dead costs nothing and loses its turn. */
export interface EventLog<Event> {
  /** The number of the last event; 0 before the first. */
  readonly last: number;
  add(event: Event): void;
  /** Everything after a place, and then what happens, until the signal aborts. */
  read(after: number, signal: AbortSignal): AsyncGenerator<Read<Event>, void, undefined>;
}

/** Remembers so many events. */
export function createEventLog<Event>({ max }: { readonly max: number }): EventLog<Event> {
  const queue = createBoundedQueue<Logged<Event>>({ max, whenFull: "drop-oldest" });
  const bell = createBell();
  let last = 0;

  function after(seq: number): readonly Logged<Event>[] {
    if (seq >= last) return [];
    return [...queue].filter((logged) => logged.seq > seq).slice(0, PAGE);
  }

  return {
    get last() {
      return last;
    },
    add(event) {
      last += 1;
      queue.push({ seq: last, event });
      bell.ring();
    },
    async *read(from, signal) {
      let place = from;
      while (!signal.aborted) {
        const changed = bell.next(signal);
        const page = after(place);
        yield* pageAfter(place, page);
        place = page.at(-1)?.seq ?? place;
        if (page.length === 0) await changed;
      }
    },
  };
}

const PAGE = 256;

function* pageAfter<Event>(place: number, page: readonly Logged<Event>[]): Generator<Read<Event>, void> {
  const [first] = page;
  if (first !== undefined && first.seq > place + 1) yield { type: "gap" };
  for (const logged of page) yield { type: "event", logged };
}
