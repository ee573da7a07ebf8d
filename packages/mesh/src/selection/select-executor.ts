import { createEligibility } from "./eligibility.ts";
import { knownUint } from "./executor-facts.ts";
import { createBidJudge, type JudgedBid, refused } from "./judge-bids.ts";
import { isForNewcomers, isNewcomer } from "./newcomers.ts";
import { createDrawOrder, createRanking } from "./ranking.ts";
import type { BidCandidate, SelectionRequest } from "./selection-request.ts";

/** Who won, and what decided about everybody. */
export interface ExecutorSelection {
  readonly winner: JudgedBid | undefined;
  /** True if the winner was drawn among newcomers rather than scored best. */
  readonly isNewcomerPick: boolean;
  /** The score of each bid that can win, and the reason why each other cannot, in the order of the candidates. */
  judged(): readonly JudgedBid[];
}

/**
 * Chooses among bids of one round, at most one of each executor, as a pool keeps them. Whatever their order, the
 * same bid wins: the best whose signature holds, which is the winner that checking all signatures would give too.
 */
export function selectExecutor(
  candidates: readonly BidCandidate[],
  request: SelectionRequest,
): ExecutorSelection {
  const trial = createTrial(candidates, request);
  const newcomer = isForNewcomers(request)
    ? trial.judged().filter(isNewcomer).toSorted(createDrawOrder(request.jobId)).find(trial.canWin)
    : undefined;
  const winner = newcomer ?? winnerByRank(candidates, request, trial);
  return { winner, isNewcomerPick: newcomer !== undefined, judged: trial.judged };
}

/** Sorts only where the best bid turns out to be forged. */
function winnerByRank(
  candidates: readonly BidCandidate[],
  request: SelectionRequest,
  trial: Trial,
): JudgedBid | undefined {
  const best = bestOf(candidates, request);
  if (best === undefined || trial.canWin(best)) return best;
  return trial.judged().toSorted(createRanking(request.jobId, request.policy)).find(trial.canWin);
}

/** One pass without a list of any kind. Only of a bid that scores high enough it asks whether it can win. */
function bestOf(candidates: readonly BidCandidate[], request: SelectionRequest): JudgedBid | undefined {
  const { job, jobId, policy } = request;
  const scoreOf = policy.scorerFor(job, jobId);
  const whyNot = createEligibility(request);
  const ranking = createRanking(jobId, policy);
  let best: JudgedBid | undefined;
  let most = 0;
  for (const { bid, facts } of candidates) {
    const score = knownUint(scoreOf(bid.body, facts, most)) ?? 0;
    if (score < most || whyNot(bid.body, facts) !== undefined) continue;
    const judged = { bid, facts, score, reason: undefined };
    if (best !== undefined && ranking(judged, best) > 0) continue;
    best = judged;
    most = score;
  }
  return best;
}

/** The bids of a round, of which some turn out to be forged. */
interface Trial {
  /** True for a bid that nothing speaks against, with a signature that holds; it is checked once. */
  canWin(judged: JudgedBid): boolean;
  judged(): readonly JudgedBid[];
}

function createTrial(candidates: readonly BidCandidate[], request: SelectionRequest): Trial {
  const judge = createBidJudge(request);
  const authentic = new Map<string, boolean>();

  function isAuthentic({ bid }: JudgedBid): boolean {
    const known = authentic.get(bid.cid);
    if (known !== undefined) return known;
    const answer = request.isAuthentic(bid);
    authentic.set(bid.cid, answer);
    return answer;
  }

  return {
    canWin: (judged) => judged.reason === undefined && isAuthentic(judged),
    judged: () =>
      candidates.map((candidate) => {
        const judged = judge(candidate);
        const isForged = judged.reason === undefined && authentic.get(candidate.bid.cid) === false;
        return isForged ? refused(candidate, "bad-signature") : judged;
      }),
  };
}
