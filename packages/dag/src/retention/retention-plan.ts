import type { Pin } from "./pins.ts";

/** How long payloads stay. Pins without an end are never let go. */
export interface RetentionPolicy {
  /** The time by which pins are judged, in milliseconds since the epoch. */
  readonly now: number;
  /** The most bytes that pins with an end may hold; those pinned first go first. */
  readonly maxBytes?: number;
}

/** What a policy does, and why. */
export interface RetentionPlan {
  readonly drop: readonly { readonly pin: Pin; readonly reason: "expired" | "over-budget" }[];
  readonly keep: readonly Pin[];
}

/** Decides which pins go: those whose time is over, and then the oldest, until the rest is within the budget. */
export function planRetention(
  pins: readonly Pin[],
  { now, maxBytes = Number.POSITIVE_INFINITY }: RetentionPolicy,
): RetentionPlan {
  let bytes = 0;

  function reasonToDrop({ until, bytes: size }: Pin): "expired" | "over-budget" | undefined {
    if (until === null) return undefined;
    if (until <= now) return "expired";
    bytes += size;
    return bytes > maxBytes ? "over-budget" : undefined;
  }

  const judged = newestFirst(pins).map((pin) => ({ pin, reason: reasonToDrop(pin) }));
  return {
    drop: judged.flatMap(({ pin, reason }) => (reason === undefined ? [] : [{ pin, reason }])),
    keep: judged.filter(({ reason }) => reason === undefined).map(({ pin }) => pin),
  };
}

/** The budget goes to the newest; equal ages are told apart by name, so that one set of pins has one plan. */
function newestFirst(pins: readonly Pin[]): Pin[] {
  return pins.toSorted((left, right) => right.at - left.at || (left.name < right.name ? -1 : 1));
}
