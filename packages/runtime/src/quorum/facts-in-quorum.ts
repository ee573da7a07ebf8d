import type { Did, Job } from "@icn-mesh/core";
import type { ExecutorFacts } from "@icn-mesh/mesh";
import type { ManagerParts } from "../manager/manager-parts.ts";
import { isQuorum } from "./is-quorum.ts";

/** What is known of those who bid for a job; for a quorum also whether they have shown that they are members. */
export function factsInQuorum(
  { factsOf, members, clock }: Pick<ManagerParts, "factsOf" | "members" | "clock">,
  job: Pick<Job, "verification">,
): (bidder: Did) => ExecutorFacts {
  if (!isQuorum(job)) return factsOf;
  return (bidder) => ({ ...factsOf(bidder), member: members.isMember(bidder, clock.now()) ? 1 : 0 });
}
