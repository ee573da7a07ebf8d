import type { Clock, LogFields, Logger } from "@icn-mesh/core";
import type { KeyedTasksOptions } from "./keyed-tasks.ts";

/** How failures are told, and what the pauses are measured by. */
export interface RetryComponents {
  readonly clock: Pick<Clock, "after">;
  readonly logger: Logger;
}

const RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30_000;

/** Tells of a task that failed and lets it be taken again after a pause, which grows by a second each time. */
export function retryLater(
  { clock, logger }: RetryComponents,
  fields: LogFields,
): KeyedTasksOptions["onFailure"] {
  return async ({ key, reason, times }, signal) => {
    logger.warn("a step failed and is taken again", { ...fields, step: key, times, reason: String(reason) });
    await clock.after(Math.min(times * RETRY_MS, LONGEST_RETRY_MS), { signal });
  };
}
