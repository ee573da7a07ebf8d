import { orAborted } from "@icn-mesh/core";
import type { Deadlines } from "./requests/deadlines.ts";

/** How long to wait, and under which signal. */
export interface DeadlineOptions {
  readonly deadlines: Deadlines;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What `run` comes to, or `NETWORK_TIMEOUT`; rejects with the reason of the signal. Nobody waits for what was given up:
 * the signal that `run` gets has aborted then.
 */
export async function withDeadline<Value>(
  run: (signal: AbortSignal) => Promise<Value>,
  { deadlines, timeoutMs, signal }: DeadlineOptions,
): Promise<Value | "NETWORK_TIMEOUT"> {
  const giveUp = new AbortController();
  const late = Promise.withResolvers<"NETWORK_TIMEOUT">();
  const forgetDeadline = deadlines.add(timeoutMs, () => late.resolve("NETWORK_TIMEOUT"));
  const running = run(giveUp.signal);
  running.catch(() => undefined);
  try {
    return await orAborted(Promise.race([running, late.promise]), signal);
  } finally {
    forgetDeadline();
    giveUp.abort(new Error("given up"));
  }
}
