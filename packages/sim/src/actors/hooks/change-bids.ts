import type { BidPolicy, BidTerms, OfferedJob } from "@icn-mesh/runtime";
import type { NodeParts } from "../../world/node-parts.ts";

/** A node that bids otherwise; `honest` is what it would bid. One that runs no jobs stays as it is. */
export function changeBids(
  parts: NodeParts,
  change: (honest: BidTerms | null, offered: OfferedJob) => BidTerms | null,
): NodeParts {
  const { executor } = parts.options;
  if (executor === undefined) return parts;
  const bids: BidPolicy = (offered) => change(executor.bids(offered), offered);
  return { ...parts, options: { ...parts.options, executor: { ...executor, bids } } };
}
