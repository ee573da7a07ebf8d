import type { Clock } from "@icn-mesh/core";

/** How long something may take, and what ends it before. */
export interface Patience {
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** What the work comes to, or undefined where it takes too long. */
export async function within<Value>(
  clock: Pick<Clock, "after">,
  { ms, signal }: Patience,
  work: (until: AbortSignal) => Promise<Value>,
): Promise<Value | undefined> {
  const over = new AbortController();
  const until = AbortSignal.any([signal, over.signal]);
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

const TOO_LATE = new DOMException("it has ended, or takes too long", "AbortError");
