import type { JobDetail } from "@icn-mesh/client";
import type { Output } from "../terminal/output.ts";

const BAR = 24;

/** Where a job stands, in one line. */
export function jobLine(job: JobDetail, { paint }: Output): string {
  const { progress, assignment, bids, tried } = job;
  const parts = [
    statusOf(job, paint),
    job.status === "Executing" ? `${bar(progress.percent)} ${progress.percent.toFixed(0)}%` : "",
    job.status === "Executing" ? progress.stage : "",
    assignment === null ? `${bids} bids` : `by …${assignment.executor.slice(-6)} for ${assignment.price}`,
    tried.length > 0 ? `after ${tried.map(({ reason }) => reason).join(", ")}` : "",
    job.settlement === "none" ? "" : job.settlement,
  ];
  return parts.filter((each) => each !== "").join("  ");
}

function statusOf({ status, reason }: JobDetail, paint: Output["paint"]): string {
  if (status === "Completed") return paint.good(status);
  if (status === "Failed") return paint.bad(`${status}: ${reason ?? "unknown"}`);
  return status;
}

function bar(percent: number): string {
  const full = Math.round((BAR * Math.min(100, Math.max(0, percent))) / 100);
  return "█".repeat(full) + "░".repeat(BAR - full);
}
