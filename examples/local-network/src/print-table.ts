import type { CarriedJob } from "./carried-job.ts";

const HEAD = ["job", "executor", "price", "attempts", "seconds", "receipt", "result"];
const LETTERS = 8;

/** What became of the jobs, as a table. Of a quorum it names all who agree, and what they are paid together. */
export function printTable(jobs: readonly CarriedJob[]): string {
  const rows = [HEAD, ...jobs.map(rowOf)];
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

function rowOf({
  name,
  executors,
  price,
  attempts,
  seconds,
  receipts,
  status,
  result,
}: CarriedJob): string[] {
  return [
    name,
    executors.join(" ") || "-",
    String(price),
    String(attempts),
    seconds.toFixed(1),
    receipts.map(({ cid }) => `…${cid.slice(-LETTERS)}`).join(" ") || "-",
    status === "Completed" ? result : status,
  ];
}
