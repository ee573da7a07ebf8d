import type { Did } from "@icn-mesh/core";
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

/** Everything that reputation is made of. Certificates and signatures have been checked. */
export interface ReputationFacts {
  readonly works: Iterable<SettledWork>;
  readonly equivocations: Iterable<Equivocation>;
}

/**
 * The reputation of every account in an epoch: a fold over what belongs to the epochs before it. The same set of
 * facts, in any order and with any duplicates, gives the same reputations everywhere.
 */
export function foldReputation(
  federation: Federation,
  { works, equivocations }: ReputationFacts,
  epoch: number,
): ReadonlyMap<Did, number> {
  const tallies = new Map<string, Tally>();
  for (const work of works) addTally(tallies, tallyOfWork(federation, work));
  for (const pair of equivocations) addTally(tallies, tallyOfEquivocation(federation, pair));
  return sumBefore(epoch, tallies.values());
}
