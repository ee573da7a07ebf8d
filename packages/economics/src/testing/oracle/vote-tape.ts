import type { Did, Outcome } from "@icn-mesh/core";
import type { Ballot } from "../../certificate/ballot.ts";
import { outcomeKey } from "../../certificate/outcome-key.ts";
import type { Report } from "./violation.ts";

/** A vote of one guard as it lies on its disk or was heard. */
export interface TapedVote {
  readonly guard: Did;
  readonly ballot: Ballot;
}

/** Every vote of a world, whoever it was given to: what a quorum has voted for is certified, though nobody may know. */
export interface VoteTape {
  add(vote: TapedVote): void;
  /** What fills a slot. */
  outcomeOf(slot: string): Outcome | undefined;
  /** Slots on which votes of guards that can be relied on differ, with those votes. */
  contested(): ReadonlyMap<string, readonly TapedVote[]>;
}

/** What the tape is judged by. */
export interface VoteTapeComponents {
  readonly quorum: number;
  readonly faulty: ReadonlySet<Did>;
  readonly report: Report;
  /** Called once for each slot, when enough guards have voted alike. */
  readonly onCertified: (slot: string, outcome: Outcome) => void;
}

/** An empty tape. A faulty guard counts as having voted for everything, at every ballot. */
export function createVoteTape({ quorum, faulty, report, onCertified }: VoteTapeComponents): VoteTape {
  const votes = new Map<string, Map<string, TapedVote>>();
  const certified = new Map<string, Outcome>();

  function add(taped: TapedVote): void {
    const { guard, ballot } = taped;
    const { slot, outcome } = ballot;
    if (faulty.has(guard)) return;
    const ofSlot = votes.get(slot) ?? new Map<string, TapedVote>();
    votes.set(slot, ofSlot);
    const place = `${guard} ${ballot.vote.ballot}`;
    const before = ofSlot.get(place);
    if (before === undefined) {
      ofSlot.set(place, taped);
      compareForms(ofSlot, taped);
    } else if (isSame(before.ballot.outcome, outcome)) {
      // Votes are seen on the disk before they are signed.
      ofSlot.set(place, taped);
      return;
    } else report("one-vote", `${guard} voted twice on ${slot}`);
    if (isEnough(ofSlot, ballot)) certify(slot, outcome);
  }

  function isEnough(ofSlot: ReadonlyMap<string, TapedVote>, wanted: Ballot): boolean {
    const alike = [...ofSlot.values()].filter(
      ({ ballot }) => ballot.vote.ballot === wanted.vote.ballot && isSame(ballot.outcome, wanted.outcome),
    );
    return alike.length + faulty.size >= quorum;
  }

  function certify(slot: string, outcome: Outcome): void {
    const before = certified.get(slot);
    if (before === undefined) {
      certified.set(slot, outcome);
      onCertified(slot, outcome);
    } else if (!isSame(before, outcome)) report("I-03", `${slot} is certified twice`);
  }

  /** Guards that come to one verdict give one vote, whoever asked them and with whatever words. */
  function compareForms(ofSlot: ReadonlyMap<string, TapedVote>, { ballot }: TapedVote): void {
    for (const other of ofSlot.values()) {
      if (
        isSameVerdict(other.ballot.outcome, ballot.outcome) &&
        !isSame(other.ballot.outcome, ballot.outcome)
      )
        report("votes-alike", `one verdict, two outcomes for ${ballot.slot}`);
    }
  }

  return {
    add,
    outcomeOf: (slot) => certified.get(slot),
    contested() {
      return new Map(
        [...votes]
          .map(([slot, ofSlot]) => [slot, [...ofSlot.values()].filter(isFirst)] as const)
          .filter(([, first]) => new Set(first.map(({ ballot }) => outcomeKey(ballot.outcome))).size > 1),
      );
    },
  };
}

function isFirst({ ballot }: TapedVote): boolean {
  return ballot.vote.ballot === 0;
}

function isSame(one: Outcome, other: Outcome): boolean {
  return outcomeKey(one) === outcomeKey(other);
}

function isSameVerdict(one: Outcome, other: Outcome): boolean {
  if (typeof one === "string" || typeof other === "string") return false;
  return one.type === other.type && one.taken === other.taken;
}
