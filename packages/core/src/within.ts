import type { Clock } from "./ports/clock.ts";

/** How long something may take, and what ends it before. */
export interface Patience {
  readonly ms: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What the work comes to, or undefined where it takes too long or is ended before. Its signal aborts when nobody waits
 * for it any more.
 */
export async function within<Value>(
  clock: Pick<Clock, "after">,
  { ms, signal }: Patience,
  work: (until: AbortSignal) => Promise<Value>,
): Promise<Value | undefined> {
  const over = new AbortController();
  const until = signal === undefined ? over.signal : AbortSignal.any([signal, over.signal]);
  const late = clock.after(ms, { signal: until }).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([work(until), late]);
  } finally {
    over.abort(TOO_LATE);
  }
}

// One for all: without a reason, every abort makes an exception with a stack of its own.
const TOO_LATE = new DOMException("it has ended, or takes too long", "AbortError");
