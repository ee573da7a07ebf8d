import type { Bid, Did, Signed } from "@icn-mesh/core";
import { assertLimit } from "../assert-limit.ts";
import type { ExecutorFacts } from "./executor-facts.ts";
import { createBidJudge, type JudgedBid, refused } from "./judge-bids.ts";
import { createRanking } from "./ranking.ts";
import { type ExecutorSelection, selectExecutor } from "./select-executor.ts";
import type { SelectionRequest } from "./selection-request.ts";

/** What became of a bid that arrived. */
export type BidArrival =
  | { readonly type: "added"; readonly evicted: Signed<Bid> | undefined }
  /** The same body again: one fact, whatever its signature. */
  | { readonly type: "duplicate" }
  /** Two bodies in one slot, both signed: evidence against the executor, which cannot win this round any more. */
  | { readonly type: "equivocation"; readonly first: Signed<Bid>; readonly second: Signed<Bid> }
  | { readonly type: "refused"; readonly reason: BidRefusal };

/** Why a bid did not enter the pool. */
export type BidRefusal = "closed" | "wrong-slot" | "bad-signature" | "equivocated" | "outscored";

/** The authenticated bids of one round: one of each executor, the best of all that arrived, in any order. */
export interface BidPool {
  readonly size: number;
  /** Bids that can win as things stand. */
  readonly eligible: number;
  /**
   * Takes a bid whose stream belongs to the key of its executor as it is, and any other after its signature. Of one
   * executor the first bid counts; two that are both signed count for nothing.
   */
  add(bid: Signed<Bid>, streamPeer?: Did): BidArrival;
  /** What arrives from now on is too late. */
  close(): void;
  select(): ExecutorSelection;
}

/** The round, and how the pool comes to know its executors. */
export interface BidPoolComponents {
  readonly request: SelectionRequest;
  /** Asked once for each bid, when it comes. */
  readonly factsOf: (executor: Did) => ExecutorFacts;
}

/** How many bids a round holds. */
export interface BidPoolOptions {
  /** 128 when not given, which is also the most that a selection record holds. */
  readonly max?: number;
}

/** The most bids of one round. */
export const MOST_BIDS = 128;

/** An empty pool for one round; a bid that does not fit in pushes out the one that ranks lowest, or is refused. */
export function createBidPool(components: BidPoolComponents, options: BidPoolOptions = {}): BidPool {
  const { request, factsOf } = components;
  const { max = MOST_BIDS } = options;
  assertLimit("max", max, { min: 1, max: MOST_BIDS });
  const judgeCandidate = createBidJudge(request);
  const judge = (bid: Signed<Bid>): JudgedBid => judgeCandidate({ bid, facts: factsOf(bid.body.by) });
  const ranking = createRanking(request.jobId, request.policy);
  const entries = new Map<Did, JudgedBid>();
  const authentic = new WeakSet<Signed<Bid>>();
  let isClosed = false;

  function isAuthentic(bid: Signed<Bid>): boolean {
    if (authentic.has(bid)) return true;
    if (!request.isAuthentic(bid)) return false;
    authentic.add(bid);
    return true;
  }

  function insert(judged: JudgedBid): BidArrival {
    const { by } = judged.bid.body;
    entries.set(by, judged);
    if (entries.size <= max) return { type: "added", evicted: undefined };
    const lowest = [...entries.values()].reduce((low, each) => (ranking(low, each) < 0 ? each : low));
    entries.delete(lowest.bid.body.by);
    if (lowest === judged) return { type: "refused", reason: "outscored" };
    return { type: "added", evicted: lowest.bid };
  }

  /** The second body of an executor. A stream vouches for its peer only, so it takes two signatures to prove a lie. */
  function confront(first: JudgedBid, second: Signed<Bid>): BidArrival {
    if (first.bid.cid === second.cid) return { type: "duplicate" };
    if (first.reason === "equivocated") return { type: "refused", reason: "equivocated" };
    if (!isAuthentic(second)) return { type: "refused", reason: "bad-signature" };
    if (!isAuthentic(first.bid)) return insert(judge(second));
    entries.set(second.body.by, {
      ...refused(first, "equivocated"),
      facts: { ...first.facts, equivocated: 1 },
    });
    return { type: "equivocation", first: first.bid, second };
  }

  return {
    get size() {
      return entries.size;
    },
    get eligible() {
      return [...entries.values()].filter(({ reason }) => reason === undefined).length;
    },
    add(bid, streamPeer) {
      if (isClosed) return { type: "refused", reason: "closed" };
      const judged = judge(bid);
      if (judged.reason === "wrong-slot") return { type: "refused", reason: "wrong-slot" };
      const first = entries.get(bid.body.by);
      if (first !== undefined) return confront(first, bid);
      if (streamPeer === bid.body.by || isAuthentic(bid)) return insert(judged);
      return { type: "refused", reason: "bad-signature" };
    },
    close() {
      isClosed = true;
    },
    select: () => selectExecutor([...entries.values()], { ...request, isAuthentic }),
  };
}
