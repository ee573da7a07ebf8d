import type { Assignment, Cid, Did, Settlement } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import type { Equivocation } from "../guard/fraud.ts";

/** A settled assignment, as far as reputation looks at it. Both parts are certified. */
export interface SettledWork {
  readonly assignment: {
    readonly cid: Cid;
    readonly body: Pick<Assignment, "by" | "claimBy" | "executor" | "hold">;
  };
  readonly settlement: Pick<Settlement, "type">;
}

/** What one fact adds to a reputation. Facts with one key count once, in the earliest of their epochs. */
export interface Tally {
  readonly key: string;
  readonly did: Did;
  readonly points: number;
  readonly epoch: number;
}

/** What a settled assignment counts; undefined for what counts nothing. It belongs to the epoch of its claim's end. */
export function tallyOfWork(
  { constitution, epochAt }: Federation,
  { assignment, settlement }: SettledWork,
): Tally | undefined {
  const { paid, failed, released } = constitution.reputation;
  const { executor, by: manager, hold, claimBy } = assignment.body;
  if (executor === hold.account || executor === manager) return undefined;
  const epoch = epochAt(claimBy);
  switch (settlement.type) {
    case "pay":
      return { key: `pay ${executor} ${hold.account} ${epoch}`, did: executor, points: paid, epoch };
    case "fault":
    case "outvoted":
      return { key: assignment.cid, did: executor, points: -failed, epoch };
    case "lapse":
      return { key: assignment.cid, did: executor, points: -released, epoch };
    case "fail":
    case "release":
    case "split":
    case "close":
      return undefined;
  }
}

/**
 * The epoch of a proven equivocation. Two assignments belong to the one in which the first of their claims ends: an
 * honest executor has agreed to that moment. Other records name none that their author could not have made up, so
 * that they count from the first epoch on, whenever they are found.
 */
export function epochOfEquivocation({ epochAt }: Federation, { first, second }: Equivocation): number {
  const [one, other] = [first.body, second.body];
  const isAssigned = one.t === "icn/assign/1" && other.t === "icn/assign/1";
  return isAssigned ? epochAt(Math.min(one.claimBy, other.claimBy)) : 0;
}

/** What it counts. */
export function tallyOfEquivocation(federation: Federation, pair: Equivocation): Tally {
  const points = -federation.constitution.reputation.equivocated;
  const { slot, body } = pair.first;
  return { key: `lie ${slot}`, did: body.by, points, epoch: epochOfEquivocation(federation, pair) };
}

/** The same, with the earlier one where two have one key. */
export function addTally(tallies: Map<string, Tally>, tally: Tally | undefined): boolean {
  if (tally === undefined) return false;
  const before = tallies.get(tally.key);
  if (before !== undefined && before.epoch <= tally.epoch) return false;
  tallies.set(tally.key, tally);
  return true;
}

/** The sum for every account of what belongs to the epochs before one. */
export function sumBefore(epoch: number, tallies: Iterable<Tally>): ReadonlyMap<Did, number> {
  const sums = new Map<Did, number>();
  for (const { did, points, epoch: at } of tallies) {
    if (at < epoch) sums.set(did, (sums.get(did) ?? 0) + points);
  }
  // Floored once, at the end: on the way it would depend on the order.
  return new Map([...sums].map(([did, sum]) => [did, Math.max(0, sum)]));
}
