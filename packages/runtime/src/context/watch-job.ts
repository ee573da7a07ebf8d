import type { JobId } from "@icn-mesh/core";
import type { JobLifecycleStatus } from "@icn-mesh/mesh";
import type { JobManager } from "../manager/job-manager.ts";
import type { ManagerParts } from "../manager/manager-parts.ts";
import { createChanges } from "../tasks/changes.ts";
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
  const changes = createChanges();
  const tell = (event: { readonly id: JobId }): void => {
    if (event.id === id) changes.changed();
  };
  const undo = [manager.events.on("job", tell), manager.events.on("finished", tell)];
  try {
    for (;;) {
      const changed = changes.next(signal);
      changed.catch(() => undefined); // whoever waits for it below is told
      const view = await readJob(parts, manager, id);
      if (view === undefined || signal.aborted) return;
      yield view;
      if (isLast(manager, view)) return;
      await changed.catch(() => undefined);
      if (signal.aborted) return;
    }
  } finally {
    for (const stop of undo) stop();
  }
}

/** Nothing comes after the end of a job that its manager is done with. */
function isLast(manager: JobManager, { id, lifecycle }: JobView): boolean {
  return manager.book(id) === undefined && ENDED.has(lifecycle.state.status);
}

const ENDED: ReadonlySet<JobLifecycleStatus> = new Set(["Completed", "Failed", "Cancelled"]);
