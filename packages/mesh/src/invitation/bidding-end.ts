import type { Did } from "@icn-mesh/core";

/** A round of bidding as it stands. Times are durations on the manager's own clock. */
export interface BiddingView {
  /** The executors known to be invited and able to run the job. */
  readonly invited: Iterable<Did>;
  /** Those that answered, by a bid or by no. */
  readonly answered: ReadonlySet<Did>;
  /** Bids that can win as things stand. */
  readonly eligibleBids: number;
  /** Of those that answered, who would bid if there were room, and may yet. */
  readonly full?: ReadonlySet<Did> | undefined;
  /** So many bids have to win for the round to come to something; 1 when not given. */
  readonly neededBids?: number | undefined;
  readonly enoughBids?: number | undefined;
  readonly openForMs: number;
  readonly windowMs: number;
}

/** Whether bidding may close, and why. */
export type BiddingEnd =
  | { readonly closes: true; readonly because: "enough-bids" | "all-answered" | "window-over" }
  | { readonly closes: false; readonly unanswered: number };

/**
 * Bidding closes when its window is over; sooner when as many bids as the job calls enough can win, or when every
 * executor that is known to be invited has answered, if any is known. Where those answers are too few bids, whoever is full
 * is waited for. A clock that goes back keeps it open.
 */
export function biddingEnd(view: BiddingView): BiddingEnd {
  const { invited, answered, eligibleBids, enoughBids, openForMs, windowMs, full, neededBids = 1 } = view;
  if (enoughBids !== undefined && eligibleBids >= enoughBids) return { closes: true, because: "enough-bids" };
  if (openForMs >= windowMs) return { closes: true, because: "window-over" };
  const known = [...invited];
  const unanswered = known.filter((executor) => !answered.has(executor)).length;
  const isHopeful = eligibleBids < neededBids && known.some((executor) => full?.has(executor));
  if (known.length > 0 && unanswered === 0 && !isHopeful) return { closes: true, because: "all-answered" };
  return { closes: false, unanswered };
}
