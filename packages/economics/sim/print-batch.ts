import type { BatchReport } from "./run-batch.ts";

/** A batch for people to read: a line of sums, and one of how often each thing was seen. */
export function printBatch(name: string, { seeds, violated, facts, events, seen }: BatchReport): string {
  const sums = `${seeds} seeds, ${violated.length} violated, ${facts} certified facts, ${events} events`;
  const sights = Object.entries(seen)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([sight, times]) => `${sight} ${times}`);
  return `${name}: ${sums}\n  ${sights.join(", ")}`;
}
