import { CoreError } from "../errors.ts";
import type { Labels } from "../ports/metrics.ts";
import { compareUtf8 } from "../storage/compare-utf8.ts";

/** The series of one metric: a state for each combination of label values that was met. */
export interface MetricSeries<State> {
  /** The state of this combination; undefined when it would be one too many. Throws `CORE_BAD_LABELS`. */
  at(labels: Labels | undefined): State | undefined;
  /** In the order of the label values. */
  list(): readonly (readonly [Labels, State])[];
}

/** What the series are of, how many there may be, and whom to tell of an observation that found no place. */
export interface MetricSeriesOptions<State> {
  readonly metric: string;
  readonly labels: readonly string[];
  readonly max: number;
  readonly create: () => State;
  readonly onOverflow: () => void;
}

/** No series yet; a metric without labels has its only one from the start. */
export function createMetricSeries<State>(options: MetricSeriesOptions<State>): MetricSeries<State> {
  const { metric, labels: names, max, create, onOverflow } = options;
  const series = new Map<string, State>();
  if (names.length === 0) series.set("[]", create());

  function add(key: string): State | undefined {
    if (series.size >= max) {
      onOverflow();
      return undefined;
    }
    const state = create();
    series.set(key, state);
    return state;
  }

  return {
    at(labels = {}) {
      const key = JSON.stringify(valuesOf(metric, names, labels));
      return series.get(key) ?? add(key);
    },
    list() {
      const sorted = [...series].sort(([left], [right]) => compareUtf8(left, right));
      return sorted.map(([key, state]) => {
        const values: readonly string[] = JSON.parse(key);
        return [Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""])), state];
      });
    },
  };
}

function valuesOf(metric: string, names: readonly string[], labels: Labels): readonly string[] {
  const values = names.map((name) => (Object.hasOwn(labels, name) ? labels[name] : undefined));
  if (Object.keys(labels).length === names.length && values.every((value) => value !== undefined))
    return values;
  throw new CoreError(`${metric} has the labels ${names.join(", ") || "(none)"}`, {
    code: "CORE_BAD_LABELS",
    metric,
  });
}
