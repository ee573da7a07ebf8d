import type { Amount, Did } from "@icn-mesh/core";

/** Who gets the work of a round, and for how much. */
export interface Award {
  readonly executor: Did;
  readonly price: Amount;
}

/** How many jobs each executor got from each manager so far, in the record and in the replay of it. */
export interface AwardCounts {
  /** What an executor was given before this round: by the record, and by what the replay has changed since. */
  usedIn(manager: Did): (executor: Did, recorded: number | undefined) => number;
  add(
    manager: Did,
    awards: { readonly recorded: readonly Award[]; readonly replayed: readonly Award[] },
  ): void;
}

interface Count {
  recorded: number;
  replayed: number;
}

/** Nobody was given anything yet. */
export function createAwardCounts(): AwardCounts {
  const managers = new Map<Did, Map<Did, Count>>();

  function countOf(manager: Did, executor: Did): Count {
    const counts = managers.get(manager) ?? new Map<Did, Count>();
    const count = counts.get(executor) ?? { recorded: 0, replayed: 0 };
    managers.set(manager, counts.set(executor, count));
    return count;
  }

  return {
    usedIn: (manager) => (executor, recorded) => {
      const count = countOf(manager, executor);
      return Math.max(0, (recorded ?? count.recorded) + count.replayed - count.recorded);
    },
    add(manager, { recorded, replayed }) {
      for (const { executor } of recorded) countOf(manager, executor).recorded += 1;
      for (const { executor } of replayed) countOf(manager, executor).replayed += 1;
    },
  };
}
