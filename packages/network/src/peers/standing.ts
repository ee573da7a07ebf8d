import { type Clock, createBoundedMap, type Did } from "@icn-mesh/core";
import type { NetworkLimits } from "../network-limits.ts";

/** What this node holds against its peers, beyond what the spreading of messages measures itself. */
export interface Standing {
  /** 0, or less for every offence; half of it is forgiven in ten minutes. */
  of(peer: Did): number;
  offend(peer: Did, points: number): void;
  /** Refuses the peer for a while. */
  ban(peer: Did): void;
  isBanned(peer: Did): boolean;
}

/**
 * What an offence costs. A ban comes with the second broken frame or stream that is not read, or with five thousand
 * messages beyond the rate in a row. Who relays six a second beyond it for ten minutes is let go as well: then the rate
 * is too low for that network.
 */
export const OFFENCES = {
  brokenFrame: 1_300,
  unreadStream: 1_300,
  invalidMessage: 100,
  excessMessage: 0.5,
} as const;

/** What can be told of a peer besides its messages. */
export type PeerOffence = "brokenFrame" | "unreadStream";

const HALF_LIFE_MS = 600_000;

/** A clean slate. Of more offenders than there is room for, those who offended longest ago are forgotten. */
export function createStanding(clock: Clock, limits: NetworkLimits): Standing {
  const marks = createBoundedMap<Did, { readonly points: number; readonly at: number }>({
    max: limits.knownPeers,
    whenFull: "evict-least-used",
  });
  const bans = createBoundedMap<Did, number>({ max: limits.bans, whenFull: "evict-oldest" });

  function of(peer: Did): number {
    const mark = marks.get(peer);
    if (mark === undefined) return 0;
    return -mark.points * 0.5 ** ((clock.monotonic() - mark.at) / HALF_LIFE_MS);
  }

  return {
    of,
    offend(peer, points) {
      marks.set(peer, { points: points - of(peer), at: clock.monotonic() });
    },
    ban(peer) {
      bans.delete(peer);
      bans.set(peer, clock.monotonic() + limits.banMs);
    },
    isBanned(peer) {
      const until = bans.get(peer);
      if (until === undefined) return false;
      if (until > clock.monotonic()) return true;
      bans.delete(peer);
      return false;
    },
  };
}
