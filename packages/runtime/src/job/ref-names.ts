import { type Cid, type Did, isCid, type JobId } from "@icn-mesh/core";

/** Refs of the jobs that this node manages and is not done with. */
export const JOBS = "job/";
/** Refs of the assignments that this node has accepted and is not done with. */
export const WORK = "work/";

/** Refs of the jobs that are over, and settled. */
export const DONE = "done/";
/** Refs of the assignments that this node is done with. */
export const WORKED = "worked/";
/** Refs of the bids of this node. */
export const BIDS = "bid/";
/** Refs of what jobs have logged. */
export const LOGS = "log/";
/** Refs of the payloads that are kept. */
export const PAYLOADS = "payload/";
/** Refs of idempotency keys. */
export const IDEMPOTENCY = "idem/";
/** Refs of what this node has promised in mutual aid, and of what it did about it. */
export const AID = "aid/";
/** Refs of settlements on their way to chains. */
export const CHAINS = "chain/";

/** Refs of what lists show of jobs. */
export const SUMMARIES = "jobs/";
/** Refs of what counts in the quotas of accounts. */
export const CHARGES = "charge/";
/** Refs of the quotas that accounts were given. */
export const QUOTAS = "quota/";

/** The refs of what runtime keeps; `job/` and `work/` hold what something is still owed about. */
export const refNames = {
  job: (id: JobId) => `${JOBS}${id}`,
  done: (id: JobId) => `${DONE}${id}`,
  summary: (id: JobId) => `${SUMMARIES}${id}`,
  announcement: (id: JobId) => `announce/${id}`,
  /** The signed operation that holds the budget, where a client brought it. */
  holdEnvelope: (id: JobId) => `hold/${id}`,
  /** The list of commits of a quorum, until guards have noted it. */
  commits: (id: JobId) => `commits/${id}`,
  /** The charter's word on an account that has bid for a quorum. */
  member: (account: Did) => `member/${account}`,
  idempotency: (account: Did, key: string) => `${IDEMPOTENCY}${account}/${key}`,
  /** A payload that came from a peer, or that somebody has put here. */
  payload: (root: Cid) => `${PAYLOADS}${root}`,
  bid: (account: Did, job: JobId, round: number) => `${BIDS}${account}/${job}/${round}`,
  work: (bid: Cid) => `${WORK}${bid}`,
  worked: (bid: Cid) => `${WORKED}${bid}`,
  /** What a job that is not settled counts for. */
  openCharge: (id: JobId) => `${CHARGES}open/${id}`,
  /** What a job has counted for in the end. */
  charge: (id: JobId) => `${CHARGES}over/${id}`,
  quota: (account: Did) => `${QUOTAS}${account}`,
} as const;

/** Of a ref whose kind has this prefix, the federation that stands behind the prefix, with a slash; empty where none does. */
export function scopeIn(name: string, prefix: string): string {
  const end = name.indexOf("/", prefix.length) + 1;
  const part = name.slice(prefix.length, end);
  return isCid(part.slice(0, -1)) ? part : "";
}
