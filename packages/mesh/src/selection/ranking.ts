import type { JobId } from "@icn-mesh/core";
import { compareDraws, drawHash } from "./draw.ts";
import { knownUint, reputationIn } from "./executor-facts.ts";
import type { JudgedBid } from "./judge-bids.ts";
import type { SelectionPolicy } from "./selection-policy.ts";

/** Negative when the left bid goes before the right one. */
export type Ranking = (left: JudgedBid, right: JudgedBid) => number;

/**
 * The one order of all bids of a job, best first: bids that can win before those that cannot; score; price; the tie
 * break of the policy; reputation; the draw of the executor for this job; and the CID, so that no two are equal.
 */
export function createRanking(jobId: JobId, policy: SelectionPolicy): Ranking {
  const drawOf = createDraws(jobId);
  const tieBreakIn = ({ facts }: JudgedBid): number => knownUint(policy.tieBreak(facts)) ?? 0;
  return (left, right) =>
    Number(left.reason !== undefined) - Number(right.reason !== undefined) ||
    right.score - left.score ||
    ascending(left.bid.body.price, right.bid.body.price) ||
    tieBreakIn(left) - tieBreakIn(right) ||
    reputationIn(right.facts) - reputationIn(left.facts) ||
    compareDraws(drawOf(left), drawOf(right)) ||
    ascending(left.bid.cid, right.bid.cid);
}

/** Where newcomers stand among each other: by the draw alone. */
export function createDrawOrder(jobId: JobId): Ranking {
  const drawOf = createDraws(jobId);
  return (left, right) => compareDraws(drawOf(left), drawOf(right)) || ascending(left.bid.cid, right.bid.cid);
}

/** Hashes on demand, each once: most bids differ before it comes to the draw. */
function createDraws(jobId: JobId): (judged: JudgedBid) => Uint8Array {
  const draws = new WeakMap<JudgedBid, Uint8Array>();
  return (judged) => {
    const known = draws.get(judged);
    if (known !== undefined) return known;
    const draw = drawHash(jobId, judged.bid.body.by);
    draws.set(judged, draw);
    return draw;
  };
}

function ascending<Value extends bigint | string>(left: Value, right: Value): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
