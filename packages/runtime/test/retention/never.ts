import type { RetentionTerms } from "../../src/index.ts";

export const DAY_MS = 86_400_000;

/** Nothing goes by its age. */
export const NEVER: RetentionTerms = {
  jobsMs: 1000 * DAY_MS,
  worksMs: 1000 * DAY_MS,
  logsMs: 1000 * DAY_MS,
  payloadsMs: 1000 * DAY_MS,
};
