import { drawHash, isWithinShare } from "./draw.ts";
import { reputationIn } from "./executor-facts.ts";
import type { JudgedBid } from "./judge-bids.ts";
import type { SelectionRequest } from "./selection-request.ts";

/** Below this reputation an executor is a newcomer. */
export const NEWCOMER_REPUTATION = 10;

/** True for an executor that has hardly any reputation yet. */
export function isNewcomer({ facts }: JudgedBid): boolean {
  return reputationIn(facts) < NEWCOMER_REPUTATION;
}

/** True if this job is one of the share that goes to newcomers; its JobId alone says so. */
export function isForNewcomers({ jobId, policy }: Pick<SelectionRequest, "jobId" | "policy">): boolean {
  return policy.newcomerPpm > 0 && isWithinShare(drawHash(jobId), policy.newcomerPpm);
}
