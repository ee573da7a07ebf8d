import { assertNumber } from "../assert-in-range.ts";
import type { Counter, Gauge, Histogram } from "../ports/metrics.ts";
import { createMetricSeries, type MetricSeriesOptions } from "./metric-series.ts";
import type { MetricSnapshot } from "./metrics-snapshot.ts";

/** One metric: the instrument that the code holds, and its values as data. */
export interface MetricFamily<Instrument> {
  readonly instrument: Instrument;
  snapshot(): MetricSnapshot;
}

/** What any metric is made of. */
export interface MetricFamilyOptions extends Omit<MetricSeriesOptions<never>, "create"> {
  readonly help: string;
}

/** A counter at 0. */
export function createCounterFamily(options: MetricFamilyOptions): MetricFamily<Counter> {
  const { instrument, snapshot } = createNumberFamily("counter", options);
  return {
    snapshot,
    instrument: {
      add(amount = 1, labels = {}) {
        assertNumber("amount", amount, { min: 0 });
        instrument.add(amount, labels);
      },
    },
  };
}

/** A gauge at 0. */
export function createGaugeFamily(options: MetricFamilyOptions): MetricFamily<Gauge> {
  return createNumberFamily("gauge", options);
}

/** A histogram without observations; the buckets are upper bounds that belong to them, ascending. */
export function createHistogramFamily(
  options: MetricFamilyOptions,
  buckets: readonly number[],
): MetricFamily<Histogram> {
  const { metric: name, help } = options;
  const create = () => ({ counts: new Array<number>(buckets.length + 1).fill(0), sum: 0 });
  const series = createMetricSeries({ ...options, create });
  return {
    instrument: {
      observe(value, labels) {
        assertNumber("value", value);
        const state = series.at(labels);
        if (state === undefined) return;
        const above = buckets.findIndex((bucket) => value <= bucket);
        const index = above < 0 ? buckets.length : above;
        state.counts[index] = (state.counts[index] ?? 0) + 1;
        state.sum += value;
      },
    },
    snapshot() {
      const samples = series
        .list()
        .map(([labels, { counts, sum }]) => ({ labels, counts: [...counts], sum }));
      return { name, help, kind: "histogram", buckets, series: samples };
    },
  };
}

function createNumberFamily(kind: "counter" | "gauge", options: MetricFamilyOptions): MetricFamily<Gauge> {
  const { metric: name, help } = options;
  const series = createMetricSeries({ ...options, create: () => ({ value: 0 }) });
  return {
    instrument: {
      set(value, labels) {
        assertNumber("value", value);
        const state = series.at(labels);
        if (state !== undefined) state.value = value;
      },
      add(amount, labels) {
        assertNumber("amount", amount);
        const state = series.at(labels);
        if (state !== undefined) state.value += amount;
      },
    },
    snapshot() {
      return { name, help, kind, series: series.list().map(([labels, { value }]) => ({ labels, value })) };
    },
  };
}
