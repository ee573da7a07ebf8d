import type { Job } from "@icn-mesh/core";

/** True for a job that several executors do, each without knowing what the others find. */
export function isQuorum({ verification }: Pick<Job, "verification">): boolean {
  return verification.type === "quorum";
}
