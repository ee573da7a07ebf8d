import { describe, expect, it } from "vitest";
import { createMemoryMetrics } from "../../src/memory/memory-metrics.ts";
import { metricsContract } from "../../src/testing/metrics-contract.ts";

const help = "For tests";

describe("metrics in memory", () => {
  for (const { promise, check } of metricsContract) {
    it(promise, () => {
      const metrics = createMemoryMetrics();
      return check({ metrics, read: () => metrics.snapshot() });
    });
  }

  it("drop what would make a series too many, and count it", () => {
    const metrics = createMemoryMetrics({ maxSeries: 2 });
    const jobs = metrics.counter("jobs_total", { help, labels: ["lane"] });
    const wait = metrics.histogram("wait_seconds", { help, labels: ["lane"], buckets: [1] });
    for (const lane of ["0", "1", "2", "3", "0"]) jobs.add(1, { lane });
    for (const lane of ["0", "1", "2", "0"]) wait.observe(1, { lane });
    expect(metrics.snapshot()).toMatchObject([
      {
        name: "jobs_total",
        series: [
          { labels: { lane: "0" }, value: 2 },
          { labels: { lane: "1" }, value: 1 },
        ],
      },
      {
        name: "metrics_overflow_total",
        series: [
          { labels: { metric: "jobs_total" }, value: 2 },
          { labels: { metric: "wait_seconds" }, value: 1 },
        ],
      },
      {
        name: "wait_seconds",
        series: [
          { labels: { lane: "0" }, counts: [2, 0] },
          { labels: { lane: "1" }, counts: [1, 0] },
        ],
      },
    ]);
  });

  it("are the same data in whatever order they were noted", () => {
    const note = (lanes: readonly string[]) => {
      const metrics = createMemoryMetrics();
      for (const name of lanes) metrics.gauge(`g_${name}`, { help });
      const jobs = metrics.counter("jobs_total", { help, labels: ["lane"] });
      for (const lane of lanes) jobs.add(1, { lane });
      return metrics.snapshot();
    };
    expect(note(["a", "b", "c"])).toEqual(note(["c", "a", "b"]));
  });

  it("give away a copy", () => {
    const metrics = createMemoryMetrics();
    const wait = metrics.histogram("wait_seconds", { help, buckets: [1] });
    const before = metrics.snapshot();
    wait.observe(1);
    expect(before).toMatchObject([{}, { series: [{ counts: [0, 0], sum: 0 }] }]);
  });

  it("refuse a size that is none", () => {
    expect(() => createMemoryMetrics({ maxSeries: 0 })).toThrow(
      expect.objectContaining({ code: "CORE_OUT_OF_RANGE" }),
    );
  });
});
