import { expect, it } from "vitest";
import { formatPrometheus } from "../../src/memory/format-prometheus.ts";
import { createMemoryMetrics } from "../../src/memory/memory-metrics.ts";

it("writes metrics as Prometheus reads them", () => {
  const metrics = createMemoryMetrics();
  const jobs = metrics.counter("jobs_total", {
    help: "Jobs that ended\nsince the start \\o/",
    labels: ["outcome"],
  });
  jobs.add(2, { outcome: "paid" });
  jobs.add(1e21, { outcome: 'a "strange"\\\none' });
  metrics.gauge("queue_size", { help: "Jobs that wait" }).set(-0.5);
  const wait = metrics.histogram("wait_seconds", { help: "Waits", labels: ["lane"], buckets: [0.25, 1] });
  for (const value of [0.25, 0.5, 0.5, 3]) wait.observe(value, { lane: "1" });

  expect(
    formatPrometheus(metrics.snapshot()),
  ).toBe(`# HELP jobs_total Jobs that ended\\nsince the start \\\\o/
# TYPE jobs_total counter
jobs_total{outcome="a \\"strange\\"\\\\\\none"} 1e+21
jobs_total{outcome="paid"} 2
# HELP metrics_overflow_total Observations dropped because their metric had too many combinations of labels
# TYPE metrics_overflow_total counter
# HELP queue_size Jobs that wait
# TYPE queue_size gauge
queue_size -0.5
# HELP wait_seconds Waits
# TYPE wait_seconds histogram
wait_seconds_bucket{lane="1",le="0.25"} 1
wait_seconds_bucket{lane="1",le="1"} 3
wait_seconds_bucket{lane="1",le="+Inf"} 4
wait_seconds_sum{lane="1"} 4.25
wait_seconds_count{lane="1"} 4
`);
});

it("writes nothing of nothing", () => {
  expect(formatPrometheus([])).toBe("");
});
