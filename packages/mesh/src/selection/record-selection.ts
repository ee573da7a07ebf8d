import type { Data, Did, NetworkId, Selection } from "@icn-mesh/core";
import { assertLimit } from "../assert-limit.ts";
import { MOST_BIDS } from "./bid-pool.ts";
import { type ExecutorFact, type ExecutorFacts, FACTS_OF_EVERY_POLICY, knownUint } from "./executor-facts.ts";
import type { JudgedBid } from "./judge-bids.ts";
import type { ExecutorSelection } from "./select-executor.ts";
import type { SelectionPolicy } from "./selection-policy.ts";
import type { SelectionRequest } from "./selection-request.ts";

/** Whose record it is, and in which network. */
export interface RecordHead {
  readonly net: NetworkId;
  readonly by: Did;
}

/** The record of a selection, for anybody to compute again. Its lists follow the CIDs of the bids. */
export function recordSelection(
  selection: ExecutorSelection,
  request: SelectionRequest,
  { net, by }: RecordHead,
): Selection {
  const judged = selection.judged().toSorted(byCid);
  assertLimit("bids", judged.length, { max: MOST_BIDS });
  return {
    t: "icn/selection/1",
    net,
    by,
    via: null,
    job: request.jobId,
    round: request.round,
    bids: judged.map(({ bid }) => ({ cid: bid.cid, sig: bid.sig })),
    policy: { name: request.policy.name, params: paramsOf(request) },
    inputs: judged.map(({ bid, facts }) => ({
      executor: bid.body.by,
      values: declaredFacts(facts, request.policy),
    })),
    scores: judged
      .filter(({ reason }) => reason === undefined)
      .map(({ bid, score }) => ({ bid: bid.cid, score })),
    winner: selection.winner?.bid.cid ?? null,
    rejected: judged.flatMap(({ bid, reason }) => (reason === undefined ? [] : [{ bid: bid.cid, reason }])),
  };
}

/** The names of all facts that a selection by this policy looks at. */
export function factsLookedAt({ inputs }: Pick<SelectionPolicy, "inputs">): readonly ExecutorFact[] {
  return [...new Set([...FACTS_OF_EVERY_POLICY, ...inputs])];
}

function paramsOf({ at, mostNeedMs, policy }: SelectionRequest): Data {
  const { newcomerPpm, params: settings } = policy;
  return { at, newcomerPpm, settings, ...(mostNeedMs === undefined ? {} : { mostNeedMs }) };
}

function declaredFacts(facts: ExecutorFacts, policy: SelectionPolicy): Record<string, number> {
  const values: Record<string, number> = {};
  for (const name of factsLookedAt(policy)) {
    const value = knownUint(facts[name]);
    if (value !== undefined) values[name] = value;
  }
  return values;
}

function byCid(left: JudgedBid, right: JudgedBid): number {
  return left.bid.cid < right.bid.cid ? -1 : 1;
}
