import type { Ballot } from "../certificate/ballot.ts";
import { outcomeKey } from "../certificate/outcome-key.ts";
import type { Proof } from "../certificate/proof.ts";

/** What a guard told with its promise: its vote of the highest ballot, with the bodies that it takes to use it. */
export interface PromisedVote extends Pick<Proof, "body" | "terms"> {
  readonly ballot: Ballot;
}

/**
 * The outcome that a resolver may put to the vote without contradicting a certificate that may exist: that of the
 * highest later ballot; else the only one that can still have a quorum at ballot 0; else, since none can, a payment
 * before anything else. Undefined where nobody has voted, or more guards have to be heard.
 */
export function chooseOutcome(
  promises: readonly (PromisedVote | null)[],
  { guards, quorum }: { readonly guards: number; readonly quorum: number },
): PromisedVote | undefined {
  const voted = promises.filter((vote) => vote !== null).toSorted(byBallotThenKey);
  const [highest] = voted;
  if (promises.length < quorum || highest === undefined) return undefined;
  if (highest.ballot.vote.ballot > 0) return highest;
  const unheard = guards - promises.length;
  const counts = Map.groupBy(voted, ({ ballot }) => outcomeKey(ballot.outcome));
  const possible = [...counts.values()].filter(({ length }) => length + unheard >= quorum);
  if (possible.length > 1) return undefined;
  return possible[0]?.[0] ?? voted.find(isPayment) ?? highest;
}

function byBallotThenKey(one: PromisedVote, other: PromisedVote): number {
  const later = other.ballot.vote.ballot - one.ballot.vote.ballot;
  return later === 0 ? compare(outcomeKey(one.ballot.outcome), outcomeKey(other.ballot.outcome)) : later;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : 1;
}

function isPayment({ ballot: { outcome } }: PromisedVote): boolean {
  return typeof outcome !== "string" && outcome.type === "pay";
}
