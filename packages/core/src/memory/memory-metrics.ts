import { assertInteger } from "../assert-in-range.ts";
import { CoreError } from "../errors.ts";
import type { MetricOptions, Metrics } from "../ports/metrics.ts";
import { compareUtf8 } from "../storage/compare-utf8.ts";
import {
  createCounterFamily,
  createGaugeFamily,
  createHistogramFamily,
  type MetricFamily,
  type MetricFamilyOptions,
} from "./metric-family.ts";
import { assertMetricShape, isSameShape, type MetricShape } from "./metric-shape.ts";
import type { MetricsSnapshot } from "./metrics-snapshot.ts";

/** Metrics that can be read. */
export interface MemoryMetrics extends Metrics {
  /** A copy of all values. */
  snapshot(): MetricsSnapshot;
}

/** How much memory the metrics may take. */
export interface MemoryMetricsOptions {
  /** Combinations of label values per metric; 1 000 when not given. */
  readonly maxSeries?: number;
}

const OVERFLOW = "metrics_overflow_total";

/** Metrics held in memory. An observation beyond `maxSeries` is dropped and counted in `metrics_overflow_total`. */
export function createMemoryMetrics({ maxSeries = 1_000 }: MemoryMetricsOptions = {}): MemoryMetrics {
  assertInteger("maxSeries", maxSeries, { min: 1 });
  const families = new Map<string, { readonly shape: MetricShape; readonly family: MetricFamily<unknown> }>();

  const overflow = createCounterFamily({
    metric: OVERFLOW,
    help: "Observations dropped because their metric had too many combinations of labels",
    labels: ["metric"],
    max: Number.MAX_SAFE_INTEGER, // one for each metric that the code registers
    onOverflow: () => undefined,
  });
  families.set(OVERFLOW, { shape: { kind: "counter", labels: ["metric"], buckets: [] }, family: overflow });

  /** The instrument of this name, which `create` makes if there is none. */
  function register<Instrument>(
    { name, help, shape }: { readonly name: string; readonly help: string; readonly shape: MetricShape },
    create: (options: MetricFamilyOptions) => MetricFamily<Instrument>,
  ): Instrument {
    const known = families.get(name);
    if (known !== undefined) {
      if (isSameShape(known.shape, shape)) return known.family.instrument as Instrument; // of one kind, so of one type
      throw new CoreError(`${name} is registered in another shape`, {
        code: "CORE_METRIC_CONFLICT",
        metric: name,
      });
    }
    assertMetricShape(name, shape);
    const onOverflow = () => overflow.instrument.add(1, { metric: name });
    const family = create({ metric: name, help, labels: shape.labels, max: maxSeries, onOverflow });
    families.set(name, { shape, family });
    return family.instrument;
  }

  function shapeOf(
    kind: MetricShape["kind"],
    { labels = [] }: MetricOptions,
    buckets: readonly number[] = [],
  ) {
    return { kind, labels: [...labels], buckets: [...buckets] };
  }

  return {
    counter(name, options) {
      return register({ name, help: options.help, shape: shapeOf("counter", options) }, createCounterFamily);
    },
    gauge(name, options) {
      return register({ name, help: options.help, shape: shapeOf("gauge", options) }, createGaugeFamily);
    },
    histogram(name, options) {
      const shape = shapeOf("histogram", options, options.buckets);
      const create = (family: MetricFamilyOptions) => createHistogramFamily(family, shape.buckets);
      return register({ name, help: options.help, shape }, create);
    },
    snapshot() {
      const all = [...families.values()].map(({ family }) => family.snapshot());
      return all.sort((left, right) => compareUtf8(left.name, right.name));
    },
  };
}
