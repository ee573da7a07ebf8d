import type { Did } from "@icn-mesh/core";
import type { ExecutorFacts } from "../selection/executor-facts.ts";
import type { Ineligibility } from "../selection/ineligibility.ts";
import type { RoundTerms } from "../selection/requirement.ts";
import { describeChange, type JobChange } from "./job-change.ts";
import { faultsOf, type OfferSeen } from "./offer-seen.ts";
import { type Relaxation, relaxationFor } from "./relaxation.ts";

/** A job, and what is known of the executors whose offers were seen. */
export interface ExplanationTerms extends RoundTerms {
  readonly factsOf: (executor: Did) => ExecutorFacts;
}

/** A change of the job and how many offers it would admit. */
export interface Suggestion {
  readonly change: JobChange;
  readonly admits: number;
  /** In words, such as `memory ≤ 6144 MB would admit 9 of 41`. */
  readonly text: string;
}

/** Why a job finds nobody. */
export interface RejectionExplanation {
  readonly seen: number;
  /** Offers that nothing keeps out. */
  readonly admitted: number;
  /** How many offers each reason keeps out; one offer can have several. */
  readonly counts: Readonly<Partial<Record<Ineligibility, number>>>;
  /** Single changes that would admit somebody, the smallest first, one for each field. */
  readonly suggestions: readonly Suggestion[];
}

/** Counts why offers cannot win, and says which single change of the job would admit some that now cannot. */
export function explainRejections(
  offers: readonly OfferSeen[],
  terms: ExplanationTerms,
): RejectionExplanation {
  const counts: Partial<Record<Ineligibility, number>> = {};
  const ways = createWays();
  let admitted = 0;
  for (const offer of offers) {
    const facts = terms.factsOf(offer.by);
    const faults = faultsOf(offer, terms, facts);
    for (const fault of faults) counts[fault] = (counts[fault] ?? 0) + 1;
    const [reason] = faults;
    if (reason === undefined) admitted += 1;
    else if (faults.length === 1) ways.add(relaxationFor({ offer, facts, reason }, terms));
  }
  return { seen: offers.length, admitted, counts, suggestions: ways.suggestions(offers.length) };
}

interface Way {
  readonly relaxation: Relaxation;
  readonly admits: number;
}

interface Ways {
  add(relaxation: Relaxation | undefined): void;
  suggestions(seen: number): readonly Suggestion[];
}

/** Keeps the smallest change of each field, and how many offers need no more than it. */
function createWays(): Ways {
  const smallest = new Map<string, Way>();
  return {
    add(relaxation) {
      if (relaxation === undefined) return;
      const key = keyOf(relaxation.change);
      const known = smallest.get(key);
      const order = known === undefined ? -1 : compareSizes(relaxation, known.relaxation);
      if (order < 0) smallest.set(key, { relaxation, admits: 1 });
      else if (order === 0 && known !== undefined) smallest.set(key, { ...known, admits: known.admits + 1 });
    },
    suggestions: (seen) =>
      [...smallest.entries()].toSorted(byUse).map(
        ([
          ,
          {
            relaxation: { change },
            admits,
          },
        ]) => ({
          change,
          admits,
          text: `${describeChange(change)} would admit ${admits} of ${seen}`,
        }),
      ),
  };
}

function keyOf(change: JobChange): string {
  return change.type === "drop" ? `${change.field} ${change.what}` : change.field;
}

function compareSizes(left: Relaxation, right: Relaxation): number {
  return (
    left.sizePpm - right.sizePpm ||
    Number(left.distance > right.distance) - Number(left.distance < right.distance)
  );
}

type Entry = readonly [key: string, way: Way];

function byUse([leftKey, left]: Entry, [rightKey, right]: Entry): number {
  return (
    left.relaxation.sizePpm - right.relaxation.sizePpm ||
    right.admits - left.admits ||
    (leftKey < rightKey ? -1 : 1)
  );
}
