import type { Labels } from "../ports/metrics.ts";

/** The value of one combination of labels. */
export interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

/** The observations of one combination of labels. */
export interface HistogramSample {
  readonly labels: Labels;
  /** How many fell into each bucket and no lower one; the last count is of those above all buckets. */
  readonly counts: readonly number[];
  readonly sum: number;
}

/** One metric as plain data, its series in a fixed order. */
export type MetricSnapshot = { readonly name: string; readonly help: string } & (
  | { readonly kind: "counter" | "gauge"; readonly series: readonly Sample[] }
  | {
      readonly kind: "histogram";
      readonly buckets: readonly number[];
      readonly series: readonly HistogramSample[];
    }
);

/** All metrics at one moment, by name. */
export type MetricsSnapshot = readonly MetricSnapshot[];
