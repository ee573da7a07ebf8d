import type { Assignment, Cid, Selection, Signed } from "@icn-mesh/core";
import type { LinkOffer } from "@icn-mesh/economics";
import { planOf } from "@icn-mesh/mesh";
import type { JobBook } from "../job/job-book.ts";
import type { ManagerParts } from "../manager/manager-parts.ts";
import { isQuorum } from "./is-quorum.ts";

/** A job and the parts of the node that manages it. */
export interface ManagedBook {
  readonly parts: Pick<ManagerParts, "members">;
  readonly book: JobBook;
}

/**
 * What guards want to see with an assignment besides what its two sides have signed: of a replica that its executor is a
 * member, and of one more replica the round of bidding from which it was drawn.
 */
export async function agreedProofs(
  { parts, book }: ManagedBook,
  { executor, bid, replica }: Pick<Assignment, "executor" | "bid" | "replica">,
): Promise<Pick<LinkOffer, "members" | "draw">> {
  const { body: job } = book.job;
  if (!isQuorum(job)) return { members: [] };
  const members = await parts.members.proofsOf(executor);
  const round = replica < planOf(job).replicas ? undefined : selectionWith(book, bid);
  return round === undefined ? { members } : { members, draw: { body: round.bytes, sig: round.sig } };
}

function selectionWith({ facts }: JobBook, bid: Cid): Signed<Selection> | undefined {
  return [...facts.values()].findLast(
    (fact): fact is Signed<Selection> =>
      fact.body.t === "icn/selection/1" && fact.body.bids.some(({ cid }) => cid === bid),
  );
}
