import type { Clock, Did, ReputationStore } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import type { Equivocation } from "../guard/fraud.ts";
import {
  addTally,
  type SettledWork,
  sumBefore,
  type Tally,
  tallyOfEquivocation,
  tallyOfWork,
} from "./tally.ts";

/**
 * Reputations as they follow from the settlements that were added. Of these it keeps one line for each creator,
 * executor and epoch in which something was paid, for each attempt that failed and for each equivocation.
 */
export interface FoldedReputation extends ReputationStore {
  /** Takes in a certified settlement. A second time changes nothing. */
  add(work: SettledWork): void;
  /** Takes in equivocation that was checked with `checkEquivocation`. A second time changes nothing. */
  accuse(equivocation: Equivocation): void;
  /** Takes back what the same evidence has added: other evidence stands in its place. */
  acquit(equivocation: Equivocation): void;
}

/** A store for the current epoch of the clock. It folds again when an epoch ends or something older comes in. */
export function createFoldedReputation(
  federation: Federation,
  { clock }: { readonly clock: Clock },
): FoldedReputation {
  const tallies = new Map<string, Tally>();
  let folded: { readonly epoch: number; readonly reputations: ReadonlyMap<Did, number> } | undefined;

  function current(): ReadonlyMap<Did, number> {
    const epoch = federation.epochAt(clock.now());
    if (folded?.epoch !== epoch) folded = { epoch, reputations: sumBefore(epoch, tallies.values()) };
    return folded.reputations;
  }

  function take(tally: Tally | undefined): void {
    // What belongs to the current epoch, or a later one, does not count yet.
    if (addTally(tallies, tally) && folded !== undefined && tally !== undefined && tally.epoch < folded.epoch)
      folded = undefined;
  }

  return {
    reputation: (did) => current().get(did) ?? 0,
    add: (work) => take(tallyOfWork(federation, work)),
    accuse: (equivocation) => take(tallyOfEquivocation(federation, equivocation)),
    acquit(equivocation) {
      if (tallies.delete(tallyOfEquivocation(federation, equivocation).key)) folded = undefined;
    },
  };
}
