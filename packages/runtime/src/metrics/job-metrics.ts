import type { Counter, Gauge, Histogram, Metrics } from "@icn-mesh/core";

/** The instruments of the job lifecycle, by the names that dashboards know. */
export interface JobMetrics {
  readonly submitted: Counter;
  readonly completed: Counter;
  readonly failed: Counter;
  readonly assigned: Counter;
  readonly bidsReceived: Counter;
  readonly selections: Counter;
  readonly pending: Gauge;
  readonly bidding: Gauge;
  readonly executing: Gauge;
  /** Seconds from the assignment to the end. */
  readonly process: Histogram;
  /** Seconds from the submission to the assignment. */
  readonly assignment: Histogram;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];

/** Registers the instruments. */
export function registerJobMetrics(metrics: Metrics): JobMetrics {
  const counter = (name: string, help: string) => metrics.counter(`icn_mesh_${name}_total`, { help });
  const gauge = (name: string, help: string) => metrics.gauge(`icn_mesh_${name}`, { help });
  const histogram = (name: string, help: string) =>
    metrics.histogram(`icn_mesh_${name}_seconds`, { help, buckets: SECONDS });
  return {
    submitted: counter("jobs_submitted", "Jobs whose hold was certified."),
    completed: counter("jobs_completed", "Jobs that ended with a result."),
    failed: counter("jobs_failed", "Jobs that ended without a result, cancelled ones not among them."),
    assigned: counter("jobs_assigned", "Assignments that an executor accepted."),
    bidsReceived: counter("bids_received", "Bids that were taken into a round."),
    selections: counter("select_executor_calls", "Rounds of bidding that were judged."),
    pending: gauge("pending_jobs", "Jobs that have not ended."),
    bidding: gauge("jobs_bidding", "Jobs whose bidding is open."),
    executing: gauge("jobs_executing", "Jobs that somebody works on."),
    process: histogram("job_process", "From assignment to end."),
    assignment: histogram("job_assignment", "From submission to assignment."),
  };
}
