import type { CarriedJob } from "./carried-job.ts";
import type { CarryParts } from "./carry-parts.ts";
import { followJob, type OnChange } from "./follow-job.ts";
import type { SampleJob } from "./sample-jobs.ts";

/** Submits a job and follows it to its end. */
export async function carryJob(
  parts: CarryParts,
  { name, expects, submission }: SampleJob,
  onChange?: OnChange,
): Promise<CarriedJob> {
  const { id } = await parts.client.submitJob({ body: { ...submission, name } });
  return followJob(parts, { id, name, expects }, onChange);
}
