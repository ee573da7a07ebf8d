import type { Counter, Gauge, Histogram, Metrics } from "@icn-mesh/core";

/** What is counted about requests. */
export interface RequestMetrics {
  readonly requests: Counter;
  /** Seconds until an answer began. */
  readonly seconds: Histogram;
  readonly subscribers: Gauge;
  readonly dropped: Counter;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Registers the instruments. Their labels are names of routes and classes of statuses, never what a caller says. */
export function registerRequestMetrics(metrics: Metrics): RequestMetrics {
  return {
    requests: metrics.counter("icn_mesh_http_requests_total", {
      help: "Requests that were answered.",
      labels: ["route", "status"],
    }),
    seconds: metrics.histogram("icn_mesh_http_request_seconds", {
      help: "From a request to the beginning of its answer.",
      labels: ["route"],
      buckets: SECONDS,
    }),
    subscribers: metrics.gauge("icn_mesh_http_event_subscribers", {
      help: "Streams of events that are open.",
    }),
    dropped: metrics.counter("icn_mesh_http_dropped_readers_total", {
      help: "Readers of streams that took nothing for too long.",
    }),
  };
}
