import type { CastVote, Outcome } from "@icn-mesh/core";

/** A guard's vote for an outcome of a slot, as it is collected. */
export interface Ballot {
  readonly slot: string;
  readonly outcome: Outcome;
  readonly vote: CastVote;
}
