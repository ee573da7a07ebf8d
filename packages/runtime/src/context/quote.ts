import type { JobSpec } from "@icn-mesh/core";
import { type Quote, quoteFrom } from "@icn-mesh/economics";
import type { JobManager } from "../manager/job-manager.ts";
import type { ManagerParts } from "../manager/manager-parts.ts";
import { listJobs } from "./list-jobs.ts";
import { type JobView, readJob } from "./read-job.ts";

/** How many finished jobs a quote looks at. */
const MOST_LOOKED_AT = 200;

/** What jobs of the same kind and resources were paid here lately; undefined where there were none. */
export async function quoteJob(
  { parts, manager }: { readonly parts: ManagerParts; readonly manager: JobManager },
  spec: JobSpec,
): Promise<Quote | undefined> {
  const { jobs } = await listJobs(parts.storage, { status: "Completed" }, { limit: MOST_LOOKED_AT });
  const views = await Promise.all(jobs.map(({ job }) => readJob(parts, manager, job)));
  return quoteFrom(views.flatMap((view) => (view !== undefined && isLike(view, spec) ? pricesOf(view) : [])));
}

function isLike({ lifecycle }: JobView, { kind, resources }: JobSpec): boolean {
  const { spec } = lifecycle.job.body;
  return (
    spec.kind.type === kind.type &&
    spec.resources.cpuCores === resources.cpuCores &&
    spec.resources.memoryMb === resources.memoryMb
  );
}

function pricesOf({ lifecycle, settlement }: JobView): readonly bigint[] {
  const { assignment } = lifecycle;
  return settlement === "paid" && assignment !== null ? [assignment.body.price] : [];
}
