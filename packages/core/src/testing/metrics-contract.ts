import type { MetricSnapshot, MetricsSnapshot } from "../memory/metrics-snapshot.ts";
import type { Metrics } from "../ports/metrics.ts";
import { assertEqual, assertFails, assertThat } from "./assert.ts";
import type { Contract } from "./contract.ts";

/** Metrics, and a way to read them. */
export interface MetricsSubject {
  readonly metrics: Metrics;
  read(): MetricsSnapshot | Promise<MetricsSnapshot>;
}

const help = "For tests";

/** All that `Metrics` promise. */
export const metricsContract: Contract<MetricsSubject> = [
  {
    promise: "counts up, by one unless told otherwise, each combination of labels for itself",
    async check(subject) {
      const jobs = subject.metrics.counter("jobs_total", { help, labels: ["outcome", "lane"] });
      jobs.add(undefined, { outcome: "paid", lane: "0" });
      jobs.add(2.5, { lane: "0", outcome: "paid" });
      jobs.add(0, { outcome: "refunded", lane: "1" });
      const series = [
        { labels: { outcome: "paid", lane: "0" }, value: 3.5 },
        { labels: { outcome: "refunded", lane: "1" }, value: 0 },
      ];
      assertEqual(
        await readOne(subject, "jobs_total"),
        { name: "jobs_total", help, kind: "counter", series },
        "metric",
      );
    },
  },
  {
    promise: "starts a metric without labels at zero",
    async check(subject) {
      subject.metrics.counter("jobs_total", { help });
      subject.metrics.gauge("queue_size", { help });
      for (const name of ["jobs_total", "queue_size"]) {
        assertEqual((await readOne(subject, name)).series, [{ labels: {}, value: 0 }], name);
      }
    },
  },
  {
    promise: "lets a gauge be set, raised and lowered",
    async check(subject) {
      const size = subject.metrics.gauge("queue_size", { help });
      size.set(5);
      size.add(2);
      size.add(-10);
      assertEqual((await readOne(subject, "queue_size")).series, [{ labels: {}, value: -3 }], "series");
    },
  },
  {
    promise: "counts an observation in the first bucket that is not below it",
    async check(subject) {
      const wait = subject.metrics.histogram("wait_seconds", { help, buckets: [0.1, 1, 10] });
      for (const value of [0.05, 0.1, 0.11, 10, 11, 1_000, -1]) wait.observe(value);
      const metric = await readOne(subject, "wait_seconds");
      const series = [{ labels: {}, counts: [3, 1, 1, 2], sum: 1_020.26 }];
      const expected = { name: "wait_seconds", help, kind: "histogram", buckets: [0.1, 1, 10], series };
      assertEqual(metric, expected, "metric");
    },
  },
  {
    promise: "gives the same instrument when asked twice for one name",
    async check(subject) {
      const options = { help, labels: ["a", "b"] };
      subject.metrics.counter("twice_total", options).add(1, { a: "1", b: "2" });
      subject.metrics.counter("twice_total", { help, labels: ["b", "a"] }).add(1, { a: "1", b: "2" });
      assertEqual(
        (await readOne(subject, "twice_total")).series,
        [{ labels: { a: "1", b: "2" }, value: 2 }],
        "series",
      );
    },
  },
  {
    promise: "refuses to register a name again with another kind, other labels or other buckets",
    async check({ metrics }) {
      metrics.counter("taken", { help, labels: ["a"] });
      metrics.histogram("taken_seconds", { help, buckets: [1] });
      const again = [
        () => metrics.gauge("taken", { help, labels: ["a"] }),
        () => metrics.counter("taken", { help }),
        () => metrics.counter("taken", { help, labels: ["b"] }),
        () => metrics.histogram("taken_seconds", { help, buckets: [2] }),
      ];
      for (const register of again) await assertFails("CORE_METRIC_CONFLICT", register);
    },
  },
  {
    promise: "refuses names, labels and buckets that Prometheus would not take",
    async check({ metrics }) {
      const names = ["", "Upper", "1st", "a-b", "a b", "é", "x".repeat(101)];
      const labels = [["le"], ["a", "a"], ["A"], ["a-b"], [""]];
      const buckets = [
        [],
        [1, 1],
        [2, 1],
        [Number.NaN],
        [1, Number.POSITIVE_INFINITY],
        Array(65)
          .fill(0)
          .map((_, at) => at),
      ];
      for (const name of names) await assertFails("CORE_BAD_METRIC", () => metrics.counter(name, { help }));
      for (const some of labels)
        await assertFails("CORE_BAD_METRIC", () => metrics.gauge("g", { help, labels: some }));
      for (const some of buckets) {
        await assertFails("CORE_BAD_METRIC", () => metrics.histogram("h", { help, buckets: some }));
      }
    },
  },
  {
    promise: "refuses labels other than those declared, and notes nothing",
    async check(subject) {
      const counter = subject.metrics.counter("labelled_total", { help, labels: ["a"] });
      const wrong: Record<string, string>[] = [
        {},
        { b: "1" },
        { a: "1", b: "1" },
        JSON.parse('{"__proto__": "1"}'),
      ];
      for (const labels of wrong) await assertFails("CORE_BAD_LABELS", () => counter.add(1, labels));
      await assertFails("CORE_BAD_LABELS", () => subject.metrics.gauge("plain", { help }).set(1, { a: "1" }));
      assertEqual((await readOne(subject, "labelled_total")).series, [], "series");
    },
  },
  {
    promise: "refuses values that are not finite, and a counter that goes down",
    async check(subject) {
      const counter = subject.metrics.counter("only_up_total", { help });
      const gauge = subject.metrics.gauge("gauge", { help });
      const histogram = subject.metrics.histogram("histogram", { help, buckets: [1] });
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
        const notes = [
          () => counter.add(value),
          () => gauge.set(value),
          () => gauge.add(value),
          () => histogram.observe(value),
        ];
        for (const note of notes) await assertFails("CORE_OUT_OF_RANGE", note);
      }
      await assertFails("CORE_OUT_OF_RANGE", () => counter.add(-1));
      assertEqual((await readOne(subject, "only_up_total")).series, [{ labels: {}, value: 0 }], "series");
    },
  },
];

async function readOne({ read }: MetricsSubject, name: string): Promise<MetricSnapshot> {
  const metric = (await read()).find((each) => each.name === name);
  assertThat(metric !== undefined, `there is no ${name}`);
  return metric;
}
