import { expect, it } from "vitest";
import { aMesh, nodeAt, settled, submit } from "./a-mesh.ts";

it("I-14: the metrics move as jobs do, and every gauge is back where it was", async () => {
  const mesh = await aMesh();
  await submit(mesh);
  await settled(mesh);
  await submit(mesh, { spec: { requiredCapabilities: ["wings"] } });
  await settled(mesh);
  const metrics = new Map(
    nodeAt(mesh, 0)
      .metrics.snapshot()
      .map((metric) => [metric.name, metric]),
  );
  const metricOf = (name: string) => {
    const metric = metrics.get(`icn_mesh_${name}`);
    if (metric?.kind === "histogram") return metric.series[0]?.counts.reduce((sum, count) => sum + count, 0);
    return metric?.series[0]?.value;
  };
  expect({
    submitted: metricOf("jobs_submitted_total"),
    completed: metricOf("jobs_completed_total"),
    failed: metricOf("jobs_failed_total"),
    assigned: metricOf("jobs_assigned_total"),
    bids: metricOf("bids_received_total"),
    selections: metricOf("select_executor_calls_total"),
  }).toEqual({ submitted: 2, completed: 1, failed: 1, assigned: 1, bids: 2, selections: 1 });
  expect([metricOf("pending_jobs"), metricOf("jobs_bidding"), metricOf("jobs_executing")]).toEqual([0, 0, 0]);
  expect([metricOf("job_process_seconds"), metricOf("job_assignment_seconds")]).toEqual([1, 1]);
  const process = metrics.get("icn_mesh_job_process_seconds");
  expect(process?.kind === "histogram" && process.buckets.filter((bound) => bound < 1).length).toBe(9);
  await mesh.stop();
});
