import type { JudgedBid } from "./judge-bids.ts";
import { createRanking } from "./ranking.ts";
import type { ExecutorSelection } from "./select-executor.ts";
import type { SelectionRequest } from "./selection-request.ts";

/**
 * The bids that can win, in the order in which they get their turn: the winner, then the others best first. Only
 * the winner's signature was checked for certain; check that of the next before it is assigned anything.
 */
export function rankBids(
  { winner, judged }: ExecutorSelection,
  { jobId, policy }: Pick<SelectionRequest, "jobId" | "policy">,
): readonly JudgedBid[] {
  if (winner === undefined) return [];
  const others = judged().filter(({ bid, reason }) => reason === undefined && bid.cid !== winner.bid.cid);
  return [winner, ...others.toSorted(createRanking(jobId, policy))];
}
