import type { Did } from "@icn-mesh/core";

/** How many handlers of a protocol run for each peer. */
export interface PeerLoad {
  /** False when as many run for the peer as may. */
  take(peer: Did): boolean;
  give(peer: Did): void;
}

/**
 * Counts handlers until they end, not until somebody gives up: who asks, cancels and asks again, or comes back over
 * another stream, would have any number of them run otherwise.
 */
export function createPeerLoad(max: number): PeerLoad {
  const running = new Map<Did, number>();
  return {
    take(peer) {
      const count = running.get(peer) ?? 0;
      if (count >= max) return false;
      running.set(peer, count + 1);
      return true;
    },
    give(peer) {
      const left = (running.get(peer) ?? 0) - 1;
      if (left > 0) running.set(peer, left);
      else running.delete(peer);
    },
  };
}
