import { CoreError } from "../errors.ts";

/** What two registrations of one name must agree on. */
export interface MetricShape {
  readonly kind: "counter" | "gauge" | "histogram";
  readonly labels: readonly string[];
  /** Upper bounds, ascending; empty unless it is a histogram. */
  readonly buckets: readonly number[];
}

const NAME = /^[a-z][a-z0-9_]{0,99}$/;
const MAX_BUCKETS = 64;

/** Throws `CORE_BAD_METRIC` unless name, labels and buckets are such as Prometheus takes. */
export function assertMetricShape(metric: string, { kind, labels, buckets }: MetricShape): void {
  const isNamed = NAME.test(metric) && labels.every((label) => NAME.test(label) && label !== "le");
  const isDistinct = new Set(labels).size === labels.length;
  const isAscending = buckets.every(
    (bucket, index) => index === 0 || bucket > (buckets[index - 1] ?? bucket),
  );
  const isBucketed = (kind === "histogram") === buckets.length > 0 && buckets.length <= MAX_BUCKETS;
  if (isNamed && isDistinct && isBucketed && isAscending && buckets.every(Number.isFinite)) return;
  throw new CoreError(`not a metric: ${metric.slice(0, 100)}`, {
    code: "CORE_BAD_METRIC",
    metric: metric.slice(0, 100),
  });
}

/** True when both may be the same metric; the order of labels does not matter. */
export function isSameShape(left: MetricShape, right: MetricShape): boolean {
  return toText(left) === toText(right);
}

function toText({ kind, labels, buckets }: MetricShape): string {
  return JSON.stringify([kind, labels.toSorted(), buckets]);
}
