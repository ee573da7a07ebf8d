import { ALL_ACTORS } from "../actors/all-actors.ts";
import { ALL_FAULTS } from "../faults/all-faults.ts";
import type { BatchResult } from "./batch-result.ts";

/** From so many worlds on, what was never seen is a hole in what the simulator tries, and not bad luck. */
const ENOUGH_SEEDS = 1_000;

/** What has to happen sometimes: a promise that was never in danger was not tried. */
const SOMETIMES: readonly string[] = [
  "attempt 2",
  "attempt 3",
  "cancel applied",
  "crashes",
  "equivocation shown",
  "job Cancelled",
  "job Failed no-suitable-bid",
  "job Failed timeout",
  "job Failed trap",
  "job Failed verification",
  "job refunded",
  "job split",
  "lapsed",
  "nodes that know the same",
  "paid",
  "refused evidence",
  "refused refunds",
  "resumed from a checkpoint",
  "settled by its executor",
  "settled fail",
  "settled outvoted",
  "settled release",
  ...ALL_FAULTS.map(({ kind }) => `fault ${kind}`),
  ...ALL_ACTORS.map(({ name }) => `act ${name}`),
];

/** What a batch should have come to see and has not; nothing for one that is too small to tell. */
export function neverSeen({ seeds, seen }: Pick<BatchResult, "seeds" | "seen">): readonly string[] {
  return seeds < ENOUGH_SEEDS ? [] : SOMETIMES.filter((name) => (seen[name] ?? 0) === 0);
}
