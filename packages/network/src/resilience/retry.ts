import type { Clock, Rng } from "@icn-mesh/core";
import { createBackoff } from "../peers/backoff.ts";

/** What came of an attempt, said as all results here say it. */
export type AttemptResult<Value, Code extends string> =
  | (Value & { readonly ok: true })
  | { readonly ok: false; readonly code: Code };

/** How often to try, and when there is no point in it. */
export interface RetryOptions<Code extends string> {
  readonly clock: Clock;
  readonly rng: Rng;
  /** Whether another attempt could end otherwise. */
  readonly isTransient: (code: Code) => boolean;
  /** The first one counts; 3 when not given. */
  readonly attempts?: number;
  /** The pauses grow from here; 100 milliseconds when not given. */
  readonly firstMs?: number;
  /** Up to here; 2 seconds when not given. */
  readonly maxMs?: number;
  readonly signal?: AbortSignal;
}

/** The first good outcome, or the last one there was. What an attempt throws is thrown on at once. */
export async function retry<Value, Code extends string>(
  attempt: () => Promise<AttemptResult<Value, Code>>,
  options: RetryOptions<Code>,
): Promise<AttemptResult<Value, Code>> {
  const { clock, rng, isTransient, attempts = 3, firstMs = 100, maxMs = 2_000, signal } = options;
  const backoff = createBackoff(rng, { firstMs, maxMs });
  for (let left = attempts; ; left--) {
    const outcome = await attempt();
    if (outcome.ok || left <= 1 || !isTransient(outcome.code)) return outcome;
    await clock.after(backoff.next(), signal === undefined ? {} : { signal });
  }
}
