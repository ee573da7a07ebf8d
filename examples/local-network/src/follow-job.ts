import type { JobDetail } from "@icn-mesh/client";
import type { LocalFederation } from "@icn-mesh/node";
import { type CarriedJob, carriedJob, type SubmittedJob } from "./carried-job.ts";
import type { CarryParts } from "./carry-parts.ts";

/** Told where a job stands. */
export type OnChange = (detail: JobDetail) => Promise<void>;

/** Shows every stage of a job until it has ended and its money is settled; `onChange` is told of each. */
export async function followJob(
  parts: CarryParts,
  job: SubmittedJob,
  onChange: OnChange = async () => undefined,
): Promise<CarriedJob> {
  const { client, federation, say, signal } = parts;
  let shown = "";
  for await (const _ of client.jobEvents({ params: { id: job.id }, signal })) {
    const detail = await client.showJob({ params: { id: job.id } });
    const line = stageOf(federation, detail);
    if (line !== shown) say(job.name, line);
    shown = line;
    await onChange(detail);
    // The money of a lost attempt is settled once nobody can claim it any more, which is later than anybody waits.
    if (isOver(detail) && detail.tried.some(({ reason }) => reason === "lost")) break;
  }
  return carriedJob(parts, job);
}

function isOver({ status }: JobDetail): boolean {
  return status === "Completed" || status === "Failed" || status === "Cancelled";
}

function stageOf({ nodes }: LocalFederation, job: JobDetail): string {
  const { status, reason, assignment, progress, tried, settlement } = job;
  const by = nodes.find(({ did }) => did === assignment?.executor)?.name;
  const { percent } = progress;
  const words = [
    reason === null ? status : `${status}: ${reason}`,
    by === undefined ? "" : `by ${by}`,
    percent > 0 && percent < 100 ? `${percent.toFixed(0)} %` : "",
    tried.length === 0 ? "" : `after ${tried.map((each) => each.reason).join(", ")}`,
    isOver(job) && settlement !== "none" ? settlement : "",
  ];
  return words.filter((each) => each !== "").join(" ");
}
