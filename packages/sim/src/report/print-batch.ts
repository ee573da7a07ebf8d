import type { Counts } from "../kernel/counters.ts";
import type { BatchResult } from "./batch-result.ts";

/** A batch for people to read; its last line is for machines too. */
export function printBatch(batch: BatchResult): string {
  const { seen, seeds, events, faults, hash, failed } = batch;
  const violations = failed.reduce((sum, each) => sum + each.violations.length, 0);
  return [
    `jobs: ${printCounts(seen, "job ")}`,
    `faults: ${printCounts(seen, "fault ")}, crashes ${seen["crashes"] ?? 0}`,
    `dishonest acts: ${printCounts(seen, "act ")}`,
    `trace: ${hash}`,
    ...failed.flatMap(({ seed, violations: broken }) =>
      broken.slice(0, 3).map(({ invariant, at, detail }) => `${seed} at ${at} ms: ${invariant}: ${detail}`),
    ),
    `seeds: ${seeds}, events: ${events}, faults: ${faults}, violations: ${violations}`,
  ].join("\n");
}

/** What was seen under names with a prefix, the most frequent first. */
function printCounts(seen: Counts, prefix: string): string {
  const counts = Object.entries(seen)
    .filter(([name]) => name.startsWith(prefix))
    .toSorted(([one, left], [other, right]) => right - left || (one < other ? -1 : 1))
    .map(([name, times]) => `${name.slice(prefix.length)} ${times}`);
  return counts.length === 0 ? "none" : counts.join(", ");
}
