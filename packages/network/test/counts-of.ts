import type { MemoryMetrics } from "@icn-mesh/core";

/** The values of one counter or gauge, added up by one of its labels. */
export function countsOf(metrics: MemoryMetrics, name: string, label: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const metric of metrics.snapshot()) {
    if (metric.name !== name || metric.kind === "histogram") continue;
    for (const { labels, value } of metric.series) {
      const key = labels[label] ?? "";
      counts[key] = (counts[key] ?? 0) + value;
    }
  }
  return counts;
}
