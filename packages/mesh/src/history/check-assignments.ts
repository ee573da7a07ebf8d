import {
  type Assignment,
  type Bid,
  type Cid,
  type Did,
  type Entry,
  holdSlot,
  type Job,
  managerOf,
} from "@icn-mesh/core";
import type { Fact } from "./fact.ts";
import type { AssignmentFault, Finding } from "./finding.ts";
import type { HistoryFold } from "./fold-history.ts";

/** Whether each assignment is one that the job, its bid and the entries before it allow. */
export function checkAssignments({ lifecycle, entries }: HistoryFold): readonly Finding[] {
  const { job, bids, assignments } = lifecycle;
  const rounds = roundsOf(entries);
  const bidOf = new Map(bids.map((bid) => [bid.cid, bid.body]));
  const executors = new Set<Did>();
  return assignments.flatMap(({ cid, body }, at) => {
    const isRepeated = executors.has(body.executor);
    executors.add(body.executor);
    const why =
      faultInTerms(job.body, body) ??
      faultInBid(body, bidOf.get(body.bid), rounds.get(cid)) ??
      faultInChain(body, assignments[at - 1]) ??
      (isRepeated ? "tried-before" : undefined);
    return why === undefined ? [] : [{ finding: "bad-assignment", cid, why }];
  });
}

function faultInTerms(job: Job, { hold, price, executor }: Assignment): AssignmentFault | undefined {
  if (holdSlot(hold) !== holdSlot(job.hold)) return "other-hold";
  if (price > job.budget) return "over-budget";
  const isParty = executor === job.by || executor === managerOf(job);
  return isParty && job.verification.type === "quorum" ? "party-in-quorum" : undefined;
}

function faultInBid(
  { executor, price }: Assignment,
  bid: Bid | undefined,
  round: number | undefined,
): AssignmentFault | undefined {
  if (bid === undefined) return "unknown-bid";
  if (bid.by !== executor) return "other-executor";
  if (bid.price !== price) return "other-price";
  return bid.round === round ? undefined : "other-round";
}

/** All assignments of a job are links of its hold's chain. */
function faultInChain(
  { seq, prev }: Assignment,
  before: Fact<Assignment> | undefined,
): AssignmentFault | undefined {
  if (before === undefined) return undefined;
  return prev === before.cid && seq === before.body.seq + 1 ? undefined : "broken-hold-chain";
}

/** The round during which, or after which, each fact came into the history. */
function roundsOf(entries: readonly Fact<Entry>[]): ReadonlyMap<Cid, number> {
  const rounds = new Map<Cid, number>();
  let round = 0;
  for (const { body } of entries) {
    if (body.happened.type === "opened") round = body.happened.round;
    if (body.happened.type === "fact") rounds.set(body.happened.cid, round);
  }
  return rounds;
}
