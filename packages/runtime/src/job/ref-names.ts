import type { Cid, Did, JobId } from "@icn-mesh/core";

/** Refs of the jobs that this node manages and is not done with. */
export const JOBS = "job/";
/** Refs of the assignments that this node has accepted and is not done with. */
export const WORK = "work/";

/** The refs of what runtime keeps; `job/` and `work/` hold what something is still owed about. */
export const refNames = {
  job: (id: JobId) => `${JOBS}${id}`,
  done: (id: JobId) => `done/${id}`,
  summary: (id: JobId) => `jobs/${id}`,
  announcement: (id: JobId) => `announce/${id}`,
  /** The signed operation that holds the budget, where a client brought it. */
  holdEnvelope: (id: JobId) => `hold/${id}`,
  idempotency: (account: Did, key: string) => `idem/${account}/${key}`,
  /** A payload that came from a peer, or that somebody has put here. */
  payload: (root: Cid) => `payload/${root}`,
  bid: (account: Did, job: JobId, round: number) => `bid/${account}/${job}/${round}`,
  work: (bid: Cid) => `${WORK}${bid}`,
  worked: (bid: Cid) => `worked/${bid}`,
} as const;
