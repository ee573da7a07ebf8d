import type { Certificate } from "@icn-mesh/core";
import type { Federation } from "../federation.ts";
import type { Ballot } from "./ballot.ts";
import { outcomeKey } from "./outcome-key.ts";

/** Votes for one slot as they come in, at most one of each guard. */
export interface VoteCount {
  /** Adds a verified vote; the certificate, once there are enough for one outcome. */
  add(ballot: Ballot): Certificate | undefined;
  /** True if no outcome can still get enough votes, whatever the guards say that were not heard. */
  readonly isStuck: boolean;
  readonly ballots: readonly Ballot[];
}

/** Counts the votes for a slot. A later ballot of a guard takes the place of its earlier one. */
export function createVoteCount(federation: Federation): VoteCount {
  const byGuard = new Map<string, Ballot>();

  function groups(): Ballot[][] {
    const keyOf = ({ outcome, vote }: Ballot) => `${vote.ballot} ${outcomeKey(outcome)}`;
    return [...Map.groupBy(byGuard.values(), keyOf).values()];
  }

  return {
    add(ballot) {
      const before = byGuard.get(ballot.vote.by);
      if (before !== undefined && before.vote.ballot >= ballot.vote.ballot) return undefined;
      byGuard.set(ballot.vote.by, ballot);
      const enough = groups().find(({ length }) => length >= federation.quorum);
      return enough && certificateOf(federation, enough);
    },
    get isStuck() {
      const unheard = federation.constitution.guards.length - byGuard.size;
      return (
        unheard < federation.quorum && groups().every(({ length }) => length + unheard < federation.quorum)
      );
    },
    get ballots() {
      return [...byGuard.values()];
    },
  };
}

/** The certificate of votes that agree: as many as are needed and no more, sorted by guard. */
export function certificateOf(
  { net, constitution, quorum }: Federation,
  ballots: readonly Ballot[],
): Certificate {
  const [first] = ballots as readonly [Ballot, ...Ballot[]];
  const votes = ballots.map(({ vote }) => vote).sort((a, b) => (a.by < b.by ? -1 : 1));
  return {
    t: "icn/cert/1",
    net,
    epoch: constitution.epoch,
    slot: first.slot,
    outcome: first.outcome,
    votes: votes.slice(0, quorum),
  };
}
