/** Label values of one series. Values come from small fixed sets: a label is never an id. */
export type Labels = Readonly<Record<string, string>>;

/** Only ever grows. */
export interface Counter {
  add(amount?: number, labels?: Labels): void;
}

/** Goes up and down. */
export interface Gauge {
  set(value: number, labels?: Labels): void;
  add(amount: number, labels?: Labels): void;
}

/** Counts observations into fixed buckets. */
export interface Histogram {
  observe(value: number, labels?: Labels): void;
}

/** Where a metric gets its meaning from. Names are snake case with the unit last, as Prometheus has them. */
export interface MetricOptions {
  readonly help: string;
  readonly labels?: readonly string[];
}

/**
 * Registers instruments; asking twice for one name gives the same instrument. A name of another kind, labels that were
 * not declared, or a value that is not finite is the caller's error and throws.
 */
export interface Metrics {
  counter(name: string, options: MetricOptions): Counter;
  gauge(name: string, options: MetricOptions): Gauge;
  histogram(name: string, options: MetricOptions & { readonly buckets: readonly number[] }): Histogram;
}
