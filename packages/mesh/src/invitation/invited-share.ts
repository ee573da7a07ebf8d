import { assertLimit } from "../assert-limit.ts";
import { WHOLE } from "../selection/millionths.ts";

/** How many bids are wanted, and how much wider each round asks. */
export interface InvitationOptions {
  /** About how many bids a round should bring; 16 when not given. */
  readonly bids?: number;
  /** How many times as many executors each further round invites; 4 when not given. */
  readonly widenBy?: number;
}

/** What is known of the executors that could be invited. */
export interface InvitationTerms {
  /** How many executors are known that may run the job; 0 invites everybody. */
  readonly known: number;
  /** The round, of which the first is 1. */
  readonly round: number;
}

/**
 * The share of executors to invite, in millionths, so that about as many bid as are wanted: never less than in the
 * round before, and everybody in the end.
 */
export function invitedShare({ known, round }: InvitationTerms, options: InvitationOptions = {}): number {
  const { bids = 16, widenBy = 4 } = options;
  assertLimit("bids", bids, { min: 1, max: WHOLE });
  assertLimit("widenBy", widenBy, { min: 2, max: WHOLE });
  assertLimit("known", known);
  assertLimit("round", round, { min: 1 });
  if (known <= bids) return WHOLE;
  let share = Math.ceil((bids * WHOLE) / known);
  for (let widened = 1; widened < round && share < WHOLE; widened++) share *= widenBy;
  return Math.min(share, WHOLE);
}
