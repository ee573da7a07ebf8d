import { type Announcement, type Cid, createBoundedMap, type Operation } from "@icn-mesh/core";

type Shown = Announcement["hold"];

/**
 * Operations that were lately found to be certified, so that all jobs for which one of them holds are checked at the
 * price of one. What is told of an operation is told of the votes that were shown with it, and of no others.
 */
export interface KnownHolds {
  /** The operation of this CID, as it was read before, and whether these votes were found to certify it. */
  find(cid: Cid, shown: Shown): { readonly operation: Operation; readonly isCertified: boolean } | undefined;
  /** Takes note of an operation whose votes were verified. */
  add(cid: Cid, shown: Shown, operation: Operation): void;
}

const MOST_KNOWN = 64;

/** None yet, and never more than 64: the one that was used least lately makes room. */
export function createKnownHolds(): KnownHolds {
  const known = createBoundedMap<Cid, { readonly shown: Shown; readonly operation: Operation }>({
    max: MOST_KNOWN,
    whenFull: "evict-least-used",
  });
  return {
    find(cid, shown) {
      const found = known.get(cid);
      return found && { operation: found.operation, isCertified: areSameVotes(found.shown, shown) };
    },
    add(cid, shown, operation) {
      known.set(cid, { shown, operation });
    },
  };
}

function areSameVotes(one: Shown, other: Shown): boolean {
  if (one.epoch !== other.epoch || one.votes.length !== other.votes.length) return false;
  return one.votes.every(({ by, boot, ballot, sig }, index) => {
    const vote = other.votes[index];
    return vote?.by === by && vote.boot === boot && vote.ballot === ballot && areSame(vote.sig, sig);
  });
}

function areSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}
