import type { Clock } from "@icn-mesh/core";

/** Runs something that heeds its signal; undefined if that took longer than `ms`. */
export async function within<Value>(
  clock: Clock,
  ms: number,
  run: (signal: AbortSignal) => Promise<Value>,
): Promise<Value | undefined> {
  const late = new AbortController();
  const done = new AbortController();
  clock.after(ms, { signal: done.signal }).then(
    () => late.abort(),
    () => undefined, // it was done in time
  );
  try {
    return await run(late.signal);
  } catch (error) {
    if (late.signal.aborted) return undefined;
    throw error;
  } finally {
    done.abort();
  }
}
