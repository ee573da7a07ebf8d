import type { Clock } from "@icn-mesh/core";
import type { FastifyRequest } from "fastify";
import type { RequestMetrics } from "./request-metrics.ts";

/** Counts requests by their route, and how long each waits for its answer to begin. */
export interface RequestCount {
  began(request: FastifyRequest): void;
  /** Once for each request; what is counted again does not count. */
  answered(request: FastifyRequest, status: number): void;
}

/** Nothing was asked yet. */
export function createRequestCount(
  clock: Pick<Clock, "monotonic">,
  metrics: Pick<RequestMetrics, "requests" | "seconds">,
): RequestCount {
  const starts = new WeakMap<FastifyRequest, number>();
  return {
    began: (request) => void starts.set(request, clock.monotonic()),
    answered(request, status) {
      const start = starts.get(request);
      if (!starts.delete(request) || start === undefined) return;
      const { route = "none" } = request.routeOptions.config as { readonly route?: string };
      metrics.requests.add(1, { route, status: `${Math.floor(status / 100)}xx` });
      metrics.seconds.observe((clock.monotonic() - start) / 1000, { route });
    },
  };
}
