import type { Clock, Did, ReputationStore } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import { foldReputation, type ProvenEquivocation, type SettledWork } from "./reputation-fold.ts";

/** Reputations as they follow from the settlements that were added. */
export interface FoldedReputation extends ReputationStore {
  /** Takes in a certified settlement. A second time changes nothing. */
  add(work: SettledWork): void;
  /** Takes in proven equivocation. A second time changes nothing. */
  accuse(equivocation: ProvenEquivocation): void;
}

/** A store for the current epoch of the clock. It folds again when an epoch ends or something older comes in. */
export function createFoldedReputation(
  federation: Federation,
  { clock }: { readonly clock: Clock },
): FoldedReputation {
  const works = new Map<string, SettledWork>();
  const equivocations = new Map<string, ProvenEquivocation>();
  let folded: { readonly epoch: number; readonly reputations: ReadonlyMap<Did, number> } | undefined;

  function current(): ReadonlyMap<Did, number> {
    const epoch = federation.epochAt(clock.now());
    if (folded?.epoch !== epoch) {
      const facts = { works: works.values(), equivocations: equivocations.values() };
      folded = { epoch, reputations: foldReputation(federation, facts, epoch) };
    }
    return folded.reputations;
  }

  /** What belongs to the current epoch, or a later one, does not count yet. */
  function refold(epoch: number): void {
    if (folded !== undefined && epoch < folded.epoch) folded = undefined;
  }

  return {
    reputation: (did) => current().get(did) ?? 0,
    add(work) {
      if (works.has(work.assignment.cid)) return;
      works.set(work.assignment.cid, work);
      refold(federation.epochAt(work.assignment.body.claimBy));
    },
    accuse(equivocation) {
      if (equivocations.has(equivocation.slot)) return;
      equivocations.set(equivocation.slot, equivocation);
      refold(equivocation.epoch);
    },
  };
}
