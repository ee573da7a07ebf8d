import type { Clock } from "@icn-mesh/core";

/** The source, and null whenever it has been silent for so long. */
export async function* withPulse<Item>(
  source: AsyncIterable<Item>,
  { clock, everyMs }: { readonly clock: Clock; readonly everyMs: number },
): AsyncGenerator<Item | null, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (let next = iterator.next(); ; ) {
      const silence = new AbortController();
      const quiet = clock.after(everyMs, { signal: silence.signal }).then(
        () => null,
        () => null, // aborted, because something came
      );
      const first = await Promise.race([next, quiet]);
      silence.abort();
      if (first === null) {
        yield null;
        continue;
      }
      if (first.done) return;
      yield first.value;
      next = iterator.next();
    }
  } finally {
    // Not waited for: it may be about to wait, and ends with the signal that its owner has.
    iterator.return?.().catch(() => undefined);
  }
}
