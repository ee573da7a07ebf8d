import type { JobId } from "@icn-mesh/core";
import type { JobManager } from "../manager/job-manager.ts";
import type { ManagerParts } from "../manager/manager-parts.ts";
import { followJob } from "./follow-job.ts";
import { type JobView, readJob } from "./read-job.ts";

/**
 * A job as it stands, and again whenever its history grows or its money is settled, until then or until the signal
 * aborts. A slow reader misses steps in between, never the last one.
 */
export async function* watchJob(
  { parts, manager }: { readonly parts: ManagerParts; readonly manager: JobManager },
  id: JobId,
  { signal }: { readonly signal: AbortSignal },
): AsyncGenerator<JobView, void, undefined> {
  for await (const isOver of followJob(manager, id, { events: ["job", "finished"], signal })) {
    const view = await readJob(parts, manager, id);
    if (view === undefined || signal.aborted) return;
    yield view;
    if (isOver) return;
  }
}
