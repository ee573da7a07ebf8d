import {
  type Bid,
  type Cid,
  claimOf,
  type Did,
  type Embedded,
  type Job,
  type Selection,
  type Signed,
} from "@icn-mesh/core";
import {
  type BidCandidate,
  biddingEnd,
  createBidPool,
  planOf,
  recordSelection,
  type SelectionRequest,
  selectExecutor,
} from "@icn-mesh/mesh";
import { asksForProof } from "../federations/choose-proofs.ts";
import type { JobBook } from "../job/job-book.ts";
import type { BidAnswer } from "../network/network-message.ts";
import { factsInQuorum } from "../quorum/facts-in-quorum.ts";
import { isQuorum } from "../quorum/is-quorum.ts";
import type { ManagerParts } from "./manager-parts.ts";
import { selectionRequest } from "./selection-request.ts";

/** One round of bidding while it is open. */
export interface Bidding {
  readonly round: number;
  /** Takes an executor's answer; `from` is the peer whose stream it came on. False if it comes too late. */
  hear(answer: BidAnswer, from: Did | undefined): boolean;
  /** Resolves when nothing is to be gained by waiting for the window to end. */
  readonly enough: Promise<void>;
  /** Ends the round: whose bids hold, and who won. Bids whose signature does not hold are gone. */
  close(): Promise<RoundResult>;
}

/** What came of a round. The selection is undefined where nobody has bid. */
export interface RoundResult {
  readonly bids: readonly Signed<Bid>[];
  readonly selection: Selection | undefined;
}

/** What a round is opened with. */
export interface BiddingTerms {
  readonly round: number;
  /** The executors that are known to be invited. */
  readonly invited: readonly Did[];
}

/** An open round. */
export function createBidding(parts: ManagerParts, book: JobBook, { round, invited }: BiddingTerms): Bidding {
  const { clock, verifier, metrics } = parts;
  const factsOf = factsInQuorum(parts, book.job.body);
  const { enoughBids, bidWindowMs } = book.job.body;
  const { replicas: neededBids } = planOf(book.job.body);
  let isClosed = false;
  const verdicts = new Map<Cid, boolean>();
  const bids = new Map<Cid, Signed<Bid>>();
  const answered = new Set<Did>();
  const equivocated = new Set<Did>();
  const full = new Set<Did>();
  const enough = Promise.withResolvers<void>();
  const openedAt = clock.monotonic();

  const request: SelectionRequest = selectionRequest(parts, book, { round, at: clock.now(), isAuthentic });
  const pool = createBidPool({ request, factsOf });

  function isAuthentic(bid: Signed<Bid>): boolean {
    const known = verdicts.get(bid.cid);
    if (known !== undefined) return known;
    const verdict = verifier.verify(claimOf(bid));
    verdicts.set(bid.cid, verdict);
    return verdict;
  }

  function take(bid: Signed<Bid>, from: Did | undefined): void {
    const arrival = pool.add(bid, from);
    if (arrival.type === "equivocation") {
      equivocated.add(bid.body.by);
      parts.heads.accuse(arrival);
    }
    if (arrival.type !== "added") return;
    bids.set(bid.cid, bid);
    answered.add(bid.body.by);
    full.delete(bid.body.by);
    if (arrival.evicted !== undefined) bids.delete(arrival.evicted.cid);
    metrics.bidsReceived.add();
  }

  function candidateOf(bid: Signed<Bid>): BidCandidate {
    const facts = factsOf(bid.body.by);
    return { bid, facts: equivocated.has(bid.body.by) ? { ...facts, equivocated: 1 } : facts };
  }

  function lookForEnd(): void {
    const openForMs = clock.monotonic() - openedAt;
    const view = { invited, answered, full, eligibleBids: pool.eligible, enoughBids, neededBids, openForMs };
    if (biddingEnd({ ...view, windowMs: bidWindowMs }).closes) enough.resolve();
  }

  return {
    round,
    enough: enough.promise,
    hear(answer, from) {
      if (answer.type === "BidSubmission") {
        hearProofs(parts, book.job.body, answer.members ?? []);
        take(answer.bid, from);
      } else if (answer.round === round && from !== undefined) {
        answered.add(from);
        if (answer.isFull) full.add(from);
        else full.delete(from);
      }
      lookForEnd();
      return !isClosed;
    },
    async close() {
      pool.close();
      isClosed = true;
      const unknown = [...bids.values()].filter(({ cid }) => !verdicts.has(cid));
      const held = await verifier.verifyMany(unknown.map(claimOf));
      for (const [index, bid] of unknown.entries()) verdicts.set(bid.cid, held[index] === true);
      const authentic = [...bids.values()].filter(isAuthentic);
      if (authentic.length === 0) return { bids: [], selection: undefined };
      metrics.selections.add();
      const selected = selectExecutor(authentic.map(candidateOf), request);
      const head = { net: parts.federation.net, by: parts.signer.did };
      return { bids: authentic, selection: recordSelection(selected, request, head) };
    },
  };
}

function hearProofs({ members, memberships }: ManagerParts, job: Job, proofs: readonly Embedded[]): void {
  if (isQuorum(job)) members.hear(proofs);
  if (asksForProof(job)) memberships.hear(proofs);
}
