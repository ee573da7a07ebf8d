import type { JobId } from "@icn-mesh/core";
import type { JobEvents, JobManager } from "../manager/job-manager.ts";
import { createChanges } from "../tasks/changes.ts";

/** Which events are reasons to look again, and until when. */
export interface FollowTerms {
  readonly events: readonly (keyof JobEvents)[];
  readonly signal: AbortSignal;
}

/**
 * Yields at once, and again whenever one of the events happened to the job meanwhile, whether its manager is done with
 * it; it ends when the signal aborts. A slow reader is told once of many events.
 */
export async function* followJob(
  manager: JobManager,
  id: JobId,
  { events, signal }: FollowTerms,
): AsyncGenerator<boolean, void, undefined> {
  const changes = createChanges();
  const tell = (event: { readonly id: JobId }): void => {
    if (event.id === id) changes.changed();
  };
  const undo = events.map((event) => manager.events.on(event, tell));
  try {
    while (!signal.aborted) {
      const changed = changes.next(signal);
      changed.catch(() => undefined); // whoever waits for it below is told
      yield manager.book(id) === undefined;
      await changed.catch(() => undefined);
    }
  } finally {
    for (const stop of undo) stop();
  }
}
