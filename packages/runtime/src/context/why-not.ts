import type { Did, JobId } from "@icn-mesh/core";
import { explainRejections, type RejectionExplanation } from "@icn-mesh/mesh";
import type { JobManager } from "../manager/job-manager.ts";
import type { ManagerParts } from "../manager/manager-parts.ts";
import { selectionRequest } from "../manager/selection-request.ts";
import { factsInQuorum } from "../quorum/facts-in-quorum.ts";

/** Why a job finds nobody: what keeps the bids of its last round, and the nodes that did not bid, from running it. */
export function whyNot(
  parts: ManagerParts,
  manager: JobManager,
  id: JobId,
): RejectionExplanation | undefined {
  const book = manager.book(id);
  if (book === undefined) return undefined;
  const round = "round" in book.state ? book.state.round : 1;
  const request = selectionRequest(parts, book, {
    round,
    at: parts.clock.now(),
    isAuthentic: () => true,
  });
  const bids = [...book.facts.values()].flatMap(({ body }) =>
    body.t === "icn/bid/1" && body.round === round ? [body] : [],
  );
  const bidders = new Set(bids.map(({ by }) => by));
  const others = parts.directory.nodes().filter(({ by }) => !bidders.has(by));
  const asBidders = factsInQuorum(parts, book.job.body);
  // Who has not bid has not been asked for a proof either.
  const factsOf = (did: Did) => (bidders.has(did) ? asBidders : parts.factsOf)(did);
  return explainRejections([...bids, ...others], { ...request, factsOf });
}
