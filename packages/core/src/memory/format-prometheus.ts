import type { Labels } from "../ports/metrics.ts";
import type { HistogramSample, MetricSnapshot, MetricsSnapshot } from "./metrics-snapshot.ts";

/** The snapshot in the text format 0.0.4 of Prometheus, which every scraper reads. */
export function formatPrometheus(snapshot: MetricsSnapshot): string {
  return snapshot.map((metric) => `${[...headOf(metric), ...linesOf(metric)].join("\n")}\n`).join("");
}

function headOf({ name, help, kind }: MetricSnapshot): readonly string[] {
  const escaped = help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
  return [`# HELP ${name} ${escaped}`, `# TYPE ${name} ${kind}`];
}

function linesOf(metric: MetricSnapshot): readonly string[] {
  if (metric.kind !== "histogram") {
    return metric.series.map(({ labels, value }) => `${metric.name}${formatLabels(labels)} ${value}`);
  }
  return metric.series.flatMap((sample) => histogramLines(metric.name, metric.buckets, sample));
}

/** Buckets are told cumulatively: each counts whatever is at most its bound. */
function histogramLines(
  name: string,
  buckets: readonly number[],
  { labels, counts, sum }: HistogramSample,
): readonly string[] {
  let count = 0;
  const lines = counts.map((inBucket, index) => {
    count += inBucket;
    return `${name}_bucket${formatLabels({ ...labels, le: String(buckets[index] ?? "+Inf") })} ${count}`;
  });
  return [
    ...lines,
    `${name}_sum${formatLabels(labels)} ${sum}`,
    `${name}_count${formatLabels(labels)} ${count}`,
  ];
}

function formatLabels(labels: Labels): string {
  const parts = Object.entries(labels).map(([label, value]) => `${label}="${escapeValue(value)}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

function escapeValue(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
}
