import type { LogFields } from "@icn-mesh/core";
import { type RetryComponents, retryLater } from "./retry-later.ts";

/** What is to be done, and what it is called where its failures are told. */
export interface Doing {
  readonly key: string;
  readonly fields: LogFields;
  readonly signal: AbortSignal;
}

/** Does something, again and again with growing pauses where it fails; false if the signal aborts before it is done. */
export async function retryUntilDone(
  components: RetryComponents,
  { key, fields, signal }: Doing,
  act: () => Promise<void>,
): Promise<boolean> {
  const pause = retryLater(components, fields);
  for (let times = 1; !signal.aborted; times++) {
    try {
      await act();
      return true;
    } catch (reason) {
      if (!signal.aborted) await pause({ key, reason, times }, signal).catch(() => undefined);
    }
  }
  return false;
}
