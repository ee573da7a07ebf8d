import type { Bid, Signed } from "@icn-mesh/core";
import { createEligibility } from "./eligibility.ts";
import { type ExecutorFacts, knownUint } from "./executor-facts.ts";
import type { Ineligibility } from "./ineligibility.ts";
import type { BidCandidate, SelectionRequest } from "./selection-request.ts";

/** A bid with what decided about it: the score of one that can win, or the reason why it cannot. */
export interface JudgedBid extends BidCandidate {
  readonly bid: Signed<Bid>;
  readonly facts: ExecutorFacts;
  /** 0 for a bid that cannot win. */
  readonly score: number;
  readonly reason: Ineligibility | undefined;
}

/** Judges any bid of the round on its own, whatever the others are. */
export function createBidJudge(request: SelectionRequest): (candidate: BidCandidate) => JudgedBid {
  const { job, jobId, policy } = request;
  const whyNot = createEligibility(request);
  const scoreOf = policy.scorerFor(job, jobId);
  return ({ bid, facts }) => {
    const reason = whyNot(bid.body, facts);
    // A policy may be a stranger's too, and no order is total that has NaN in it.
    const score = reason === undefined ? (knownUint(scoreOf(bid.body, facts)) ?? 0) : 0;
    return { bid, facts, score, reason };
  };
}

/** The same bid, which cannot win after all. */
export function refused({ bid, facts }: BidCandidate, reason: Ineligibility): JudgedBid {
  return { bid, facts, score: 0, reason };
}
