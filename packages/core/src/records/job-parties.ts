import type { Did } from "../ids/did.ts";
import type { Job } from "./job.ts";

/** The account that manages a job: its creator, unless the job names another. */
export function managerOf({ manager, by }: Pick<Job, "by" | "manager">): Did {
  return manager ?? by;
}

/** How many executors do the work of a job, each without knowing what the others find. */
export function replicaCount({ verification }: Pick<Job, "verification">): number {
  return verification.type === "quorum" ? verification.replicas : 1;
}
