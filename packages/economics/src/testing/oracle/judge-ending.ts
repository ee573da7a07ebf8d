import type { Assignment, Settlement } from "@icn-mesh/core";
import { assignmentIn } from "./book-hold.ts";
import type { Deliveries } from "./deliveries.ts";

/** What is known of the world when a settlement is certified. */
export interface EndingContext {
  readonly deliveries: Deliveries;
  /** The latest time on any clock of a guard that can be relied on. */
  readonly latest: number;
  readonly marginMs: number;
  /** Whether several do the work, so that a result may be outvoted by others. */
  readonly isQuorum: boolean;
}

/**
 * I-07: why an assignment should not have ended so; undefined if it may. Nothing leaves a hold but by the executor's
 * own word, shown in time; and nothing lapses before the time for that word is over.
 */
export function wrongEnding(
  settlement: Settlement,
  { executor, claimBy, hold }: Assignment,
  { deliveries, latest, marginMs, isQuorum }: EndingContext,
): string | undefined {
  const { type, taken } = settlement;
  const cid = assignmentIn(settlement);
  const isGivenBack = deliveries.shownAt(cid, "given back") < Number.POSITIVE_INFINITY;
  const isRight = {
    pay: deliveries.shownAt(cid, "ok") < claimBy,
    fail: deliveries.shownAt(cid, "failed") < claimBy,
    fault: deliveries.shownAt(cid, "failed") < Number.POSITIVE_INFINITY && taken === 0n,
    split: isGivenBack,
    release: (isGivenBack || executor === hold.account) && taken === 0n,
    lapse: latest > claimBy + marginMs && taken === 0n,
    outvoted: isQuorum && taken === 0n,
    close: false,
  }[type];
  return isRight ? undefined : `${cid} ended by ${type} of ${taken}, which nobody's word and no clock allows`;
}
