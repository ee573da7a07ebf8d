import type { LocalFederation } from "@icn-mesh/node";
import type { CarriedJob } from "./carry-job.ts";

const HEAD = ["job", "executor", "price", "attempts", "seconds", "receipt", "result"];

/** What became of the jobs, as a table. */
export function printTable({ nodes }: LocalFederation, jobs: readonly CarriedJob[]): string {
  const rows = [HEAD, ...jobs.map((job) => rowOf(nodes, job))];
  const widths = HEAD.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function rowOf(nodes: LocalFederation["nodes"], { name, detail, result, seconds }: CarriedJob): string[] {
  const { assignment, resultReceipt, tried, status } = detail;
  return [
    name,
    nodes.find(({ did }) => did === assignment?.executor)?.name ?? "-",
    assignment?.price ?? "-",
    String(tried.length + (assignment === null ? 0 : 1)),
    seconds.toFixed(1),
    resultReceipt === null ? "-" : `…${resultReceipt.cid.slice(-8)}`,
    status === "Completed" ? result : status,
  ];
}
