import type { Clock } from "@icn-mesh/core";

/** Guards answer within a second or two; who waits longer had better look later. */
const PATIENCE_MS = 15_000;

/** What comes of the work; undefined where nothing has in time, and nobody waits for it any more. */
export async function inTime<Value>(clock: Clock, work: Promise<Value>): Promise<Value | undefined> {
  const patience = new AbortController();
  const late = clock.after(PATIENCE_MS, { signal: patience.signal }).then(
    () => undefined,
    () => undefined, // aborted, because the answer came
  );
  work.catch(() => undefined); // whoever waits for it below is told
  return Promise.race([work, late]).finally(() => patience.abort());
}
