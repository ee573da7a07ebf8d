import { type Amount, type Bid, type Did, type JobId, managerOf, replicaCount } from "@icn-mesh/core";
import {
  type BidCandidate,
  type ExecutorFact,
  type ExecutorFacts,
  type JobLifecycle,
  rankBids,
  type SelectionPolicy,
  type SelectionRequest,
  selectExecutor,
} from "@icn-mesh/mesh";
import { type Award, createAwardCounts } from "./award-counts.ts";
import { type PolicyReaders, type RecordedRound, recordedRounds } from "./recorded-round.ts";

/** What to change about the past. */
export interface ReplayTerms {
  /** How managers choose; as they did when not given. */
  readonly policy?: SelectionPolicy;
  /** What an executor asks for the work of its bid; as much as it did when not given. */
  readonly priceOf?: (bid: Bid, facts: ExecutorFacts) => Amount;
  /** The policies that the records name; those of `@icn-mesh/mesh` when not given. */
  readonly policies?: PolicyReaders;
}

/** A round of bidding as it went, and as it would have gone. */
export interface ReplayedRound {
  readonly job: JobId;
  readonly round: number;
  /** As many as the job has replicas, and fewer where fewer bids could win. */
  readonly recorded: readonly Award[];
  readonly replayed: readonly Award[];
  /** What the other policy looks at and nobody recorded; it counted as unknown. */
  readonly unknown: readonly ExecutorFact[];
}

/** What another policy would have made of recorded histories. */
export interface PolicyReplay {
  /** In the order in which bidding ended. */
  readonly rounds: readonly ReplayedRound[];
  /** Rounds whose work would have gone to others. */
  readonly changed: number;
  /** Rounds whose policy or whose bids are not at hand. */
  readonly unread: number;
}

/**
 * Chooses again in every recorded round under other terms. The bids are those that came, so whoever would have bid
 * otherwise or not at all is not seen; only how many jobs an executor was given is carried from round to round.
 * The histories are taken as they are: check them first.
 */
export function replayPolicy(histories: Iterable<JobLifecycle>, terms: ReplayTerms): PolicyReplay {
  const read = [...histories].flatMap((history) => recordedRounds(history, terms.policies));
  const known = read.filter((round) => round !== undefined);
  const counts = createAwardCounts();
  const rounds = known
    .toSorted((left, right) => left.request.at - right.request.at)
    .map((round) => {
      const recorded = awards(round.candidates, round.request);
      const replayed = awardsUnder(terms, round, counts.usedIn(managerOf(round.request.job)));
      counts.add(managerOf(round.request.job), { recorded, replayed });
      return roundOf(round, { recorded, replayed, terms });
    });
  return {
    rounds,
    changed: rounds.filter(({ recorded, replayed }) => !isSameWork(recorded, replayed)).length,
    unread: read.length - known.length,
  };
}

function awardsUnder(
  { policy, priceOf }: ReplayTerms,
  { request, candidates }: RecordedRound,
  usedOf: (executor: Did, recorded: number | undefined) => number,
): readonly Award[] {
  const other = candidates.map(({ bid, facts }): BidCandidate => {
    const price = priceOf?.(bid.body, facts) ?? bid.body.price;
    // Nobody can ask for more when it fails than when it works.
    const failPrice = bid.body.failPrice < price ? bid.body.failPrice : price;
    return {
      bid: { ...bid, body: { ...bid.body, price, failPrice } },
      facts: { ...facts, used: usedOf(bid.body.by, facts.used) },
    };
  });
  return awards(other, policy === undefined ? request : { ...request, policy });
}

function awards(candidates: readonly BidCandidate[], request: SelectionRequest): readonly Award[] {
  return rankBids(selectExecutor(candidates, request), request)
    .slice(0, replicaCount(request.job))
    .map(({ bid: { body } }) => ({ executor: body.by, price: body.price }));
}

interface Outcome extends Pick<ReplayedRound, "recorded" | "replayed"> {
  readonly terms: ReplayTerms;
}

function roundOf({ request, candidates }: RecordedRound, { terms, ...outcome }: Outcome): ReplayedRound {
  const looksAt = (terms.policy ?? request.policy).inputs.filter((fact) => fact !== "used");
  const unknown = looksAt.filter((fact) => candidates.every(({ facts }) => facts[fact] === undefined));
  return { job: request.jobId, round: request.round, ...outcome, unknown };
}

function isSameWork(left: readonly Award[], right: readonly Award[]): boolean {
  const executors = new Set(left.map(({ executor }) => executor));
  return left.length === right.length && right.every(({ executor }) => executors.has(executor));
}
