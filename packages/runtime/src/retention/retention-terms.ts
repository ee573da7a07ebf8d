/** How long what is over stays, each in milliseconds after its end. */
export interface RetentionTerms {
  /** Histories of jobs that this node has managed, with all that lists, idempotency keys and chains say of them; a year when not given. */
  readonly jobsMs?: number;
  /** What this node has accepted and is done with; 90 days when not given. */
  readonly worksMs?: number;
  /** What jobs have logged; 30 days when not given. */
  readonly logsMs?: number;
  /** Inputs, outputs and states that nobody has wanted for so long; 30 days when not given. */
  readonly payloadsMs?: number;
  /** The most bytes of payloads; those that nobody has wanted longest go first. No limit when not given. */
  readonly maxBytes?: number;
  /** How long a payload is out of danger after somebody wanted it, also beyond the limit; an hour when not given. */
  readonly graceMs?: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Terms with everything said. */
export function retentionTerms(terms: RetentionTerms): Required<RetentionTerms> {
  return {
    jobsMs: 365 * DAY_MS,
    worksMs: 90 * DAY_MS,
    logsMs: 30 * DAY_MS,
    payloadsMs: 30 * DAY_MS,
    maxBytes: Number.MAX_SAFE_INTEGER,
    graceMs: HOUR_MS,
    ...terms,
  };
}
