import type { Clock, LogFields, Logger } from "@icn-mesh/core";
import type { JobLifecycleStatus } from "@icn-mesh/mesh";
import type { JobMetrics } from "./job-metrics.ts";

/** Follows one job for the metrics, and in the log. */
export interface JobCount {
  /** The job has this status now; the first time is when it came into the hands of its manager. */
  moved(status: JobLifecycleStatus): void;
}

/** What a job is followed with. */
export interface CountParts {
  readonly metrics: JobMetrics;
  readonly clock: Pick<Clock, "monotonic">;
  readonly logger: Logger;
}

/** Moves the instruments as a job moves, so that every gauge is back where it was once the job has ended. */
export function countJob({ metrics, clock, logger }: CountParts, fields: LogFields): JobCount {
  const begun = clock.monotonic();
  let assignedAt: number | undefined;
  let inGauges: readonly ("pending" | "bidding" | "executing")[] = [];

  function show(gauges: typeof inGauges): void {
    for (const gauge of inGauges) metrics[gauge].add(-1);
    for (const gauge of gauges) metrics[gauge].add(1);
    inGauges = gauges;
  }

  function assigned(): void {
    if (assignedAt !== undefined) return;
    assignedAt = clock.monotonic();
    metrics.assignment.observe((assignedAt - begun) / 1000);
  }

  function ended(): void {
    show([]);
    if (assignedAt !== undefined) metrics.process.observe((clock.monotonic() - assignedAt) / 1000);
  }

  return {
    moved(status) {
      logger.debug("a job moves", { ...fields, status });
      switch (status) {
        case "Submitted":
        case "BiddingClosed":
          return show(["pending"]);
        case "BiddingOpen":
          return show(["pending", "bidding"]);
        case "Assigned":
          assigned();
          return show(["pending"]);
        case "Executing":
          assigned();
          return show(["pending", "executing"]);
        case "Completed":
          metrics.completed.add();
          return ended();
        case "Failed":
          metrics.failed.add();
          return ended();
        case "Cancelled":
          return ended();
      }
    },
  };
}
