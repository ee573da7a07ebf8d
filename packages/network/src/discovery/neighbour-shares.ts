import type { Did } from "@icn-mesh/core";

/** Which neighbour brought which accounts. */
export interface NeighbourShares {
  add(neighbour: Did, account: Did): void;
  remove(neighbour: Did, account: Did): void;
  sizeOf(neighbour: Did): number;
  /** The account that was added first of those that the neighbour brought. */
  oldestOf(neighbour: Did): Did | undefined;
  /** The same for the neighbour that brought most. */
  oldestOfLargest(): Did | undefined;
}

/** Nobody has brought anything. */
export function createNeighbourShares(): NeighbourShares {
  const shares = new Map<Did, Set<Did>>();

  function oldestOf(neighbour: Did): Did | undefined {
    const [oldest] = shares.get(neighbour) ?? [];
    return oldest;
  }

  return {
    add(neighbour, account) {
      const share = shares.get(neighbour) ?? new Set();
      shares.set(neighbour, share.add(account));
    },
    remove(neighbour, account) {
      const share = shares.get(neighbour);
      share?.delete(account);
      if (share?.size === 0) shares.delete(neighbour);
    },
    sizeOf: (neighbour) => shares.get(neighbour)?.size ?? 0,
    oldestOf,
    oldestOfLargest() {
      let [largest] = shares.keys();
      for (const [neighbour, { size }] of shares) {
        if (largest !== undefined && size > (shares.get(largest)?.size ?? 0)) largest = neighbour;
      }
      return largest && oldestOf(largest);
    },
  };
}
