import type { Assignment, Cid, Did, Settlement } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";

/** A settled assignment, with the creator of its job. Both parts are certified. */
export interface SettledWork {
  readonly assignment: { readonly cid: Cid; readonly body: Assignment };
  readonly settlement: Settlement;
}

/** An author who is proven to have signed two things for one slot. */
export interface ProvenEquivocation {
  readonly by: Did;
  readonly slot: string;
  /** The epoch in which the federation took note of it. */
  readonly epoch: number;
}

/** Everything that reputation is made of. */
export interface ReputationFacts {
  readonly works: Iterable<SettledWork>;
  readonly equivocations: Iterable<ProvenEquivocation>;
}

/**
 * The reputation of every account in an epoch: a fold over what was settled in the epochs before it. The same set of
 * facts, in any order and with any duplicates, gives the same reputations everywhere.
 */
export function foldReputation(
  federation: Federation,
  facts: ReputationFacts,
  epoch: number,
): ReadonlyMap<Did, number> {
  const { paid, failed, released, equivocated } = federation.constitution.reputation;
  const sums = new Map<Did, number>();
  const counted = new Set<string>();
  const addOnce = (key: string, did: Did, points: number) => {
    if (counted.has(key)) return;
    counted.add(key);
    sums.set(did, (sums.get(did) ?? 0) + points);
  };

  for (const { assignment, settlement } of facts.works) {
    const { executor, by: manager, hold, claimBy } = assignment.body;
    const at = federation.epochAt(claimBy);
    if (at >= epoch || executor === hold.account || executor === manager) continue;
    switch (settlement.type) {
      case "pay":
        addOnce(`pay ${executor} ${hold.account} ${at}`, executor, paid);
        break;
      case "fault":
      case "outvoted":
        addOnce(assignment.cid, executor, -failed);
        break;
      case "lapse":
        addOnce(assignment.cid, executor, -released);
        break;
      case "fail":
      case "release":
      case "split":
      case "close":
        break;
    }
  }
  for (const { by, slot, epoch: at } of facts.equivocations) {
    if (at < epoch) addOnce(`lie ${slot}`, by, -equivocated);
  }
  // Floored once, at the end: on the way it would depend on the order.
  return new Map([...sums].map(([did, sum]) => [did, Math.max(0, sum)]));
}
