import type { Did } from "@icn-mesh/core";
import type { SharedFraud } from "./shared-fraud.ts";

/**
 * Which evidence is kept of all that was offered: for each slot the lowest, by group and id, and of each author the
 * lowest few. It is the same whatever the order in which it came.
 */
export interface Evidence {
  /** What is not kept from now on: what it has displaced, itself, or nothing. */
  offer(fraud: SharedFraud): SharedFraud | undefined;
}

/** An executor that was caught so often has lost more than it can have earned. */
const MOST_OF_ONE = 64;

/** No evidence yet. */
export function createEvidence(): Evidence {
  const ofAuthors = new Map<Did, Map<string, SharedFraud>>();

  return {
    offer(fraud) {
      const slots = ofAuthors.get(fraud.author) ?? new Map<string, SharedFraud>();
      ofAuthors.set(fraud.author, slots);
      const before = slots.get(fraud.slot);
      if (before?.id === fraud.id) return undefined;
      if (before !== undefined && isLower(before, fraud)) return fraud;
      slots.set(fraud.slot, fraud);
      if (before !== undefined || slots.size <= MOST_OF_ONE) return before;
      const highest = [...slots.values()].reduce((high, each) => (isLower(high, each) ? each : high));
      slots.delete(highest.slot);
      return highest;
    },
  };
}

function isLower(one: SharedFraud, other: SharedFraud): boolean {
  return one.group === other.group ? one.id < other.id : one.group < other.group;
}
