import type { Slot } from "../codec/define-record.ts";
import type { Cid } from "../ids/cid.ts";

/** What a second fact is to a first one. */
export type FactComparison = "unrelated" | "duplicate" | "equivocation";

/** As much of a fact as its place in the world depends on. */
export interface PlacedFact {
  readonly cid: Cid;
  readonly slot: Slot;
}

/**
 * Two verified facts side by side. One body is one fact however often and with whatever valid signatures it
 * comes; two bodies in one slot are proof that their author lied to somebody.
 */
export function compareFacts(first: PlacedFact, second: PlacedFact): FactComparison {
  if (first.cid === second.cid) return "duplicate";
  return first.slot === second.slot ? "equivocation" : "unrelated";
}

/** What is known of one slot: the fact that came first, and at most one that contradicts it. */
export interface SlotState<Fact extends PlacedFact> {
  readonly first: Fact;
  /** The evidence against the author; further bodies add nothing to it and are dropped. */
  readonly contradiction: Fact | undefined;
}

/** What a slot holds after one more verified fact for it, and what that fact was. */
export interface SlotUpdate<Fact extends PlacedFact> {
  readonly state: SlotState<Fact>;
  readonly comparison: FactComparison;
}

/** Adds a verified fact to what is known of its slot. The state stays the same object when nothing was learnt. */
export function addToSlot<Fact extends PlacedFact>(
  state: SlotState<Fact> | undefined,
  fact: Fact,
): SlotUpdate<Fact> {
  if (state === undefined)
    return { state: { first: fact, contradiction: undefined }, comparison: "unrelated" };
  const comparison = compareFacts(state.first, fact);
  const isNews = comparison === "equivocation" && state.contradiction === undefined;
  return { state: isNews ? { ...state, contradiction: fact } : state, comparison };
}
