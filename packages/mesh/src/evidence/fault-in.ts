import type { Evidence, RefusedReason } from "./evidence.ts";

/** The first thing in the evidence that does not belong together. */
export function faultIn({ job, assignment, bid, shown }: Evidence): RefusedReason | undefined {
  const { executor, price } = assignment.body;
  if (assignment.body.job !== job.cid) return "other-assignment";
  if (assignment.body.bid !== bid.cid || bid.body.job !== job.cid) return "other-bid";
  if (bid.body.price !== price) return "other-bid";
  if (bid.body.by !== executor) return "other-executor";
  if (shown === null) return undefined;
  if (shown.fact.body.assignment !== assignment.cid) return "other-assignment";
  return shown.fact.body.by === executor ? undefined : "other-executor";
}
