import type { JobId } from "@icn-mesh/core";
import { createLogReader, type JobLogLine } from "../logs/log-reader.ts";
import type { JobManager } from "../manager/job-manager.ts";
import type { ManagerParts } from "../manager/manager-parts.ts";
import { followJob } from "./follow-job.ts";
import { bookOf } from "./read-job.ts";

/** Which lines to read, and for how long. */
export interface JobLogsOptions {
  /** Goes on until the job is over; true when not given. */
  readonly follow?: boolean;
  /** Only what comes after this position; all lines when not given, or when it is none. */
  readonly after?: string;
  readonly signal?: AbortSignal;
}

/** What reading logs takes. */
export interface JobLogsParts {
  readonly parts: ManagerParts;
  readonly manager: JobManager;
}

const FOR_EVER = new AbortController().signal;

/**
 * The lines of a job, attempt by attempt, and within each in their order; while the job runs, more of them as they come,
 * until it is over or the signal aborts. A job that this node does not manage has none, and replicas of a quorum have
 * none before their results are shown.
 */
export async function* jobLogs(
  { parts, manager }: JobLogsParts,
  id: JobId,
  { follow = true, after, signal = FOR_EVER }: JobLogsOptions = {},
): AsyncGenerator<JobLogLine, void, undefined> {
  const reader = createLogReader(parts.storage, after);
  for await (const isOver of followJob(manager, id, { events: ["job", "log", "finished"], signal })) {
    const book = await bookOf(parts, manager, id);
    if (book === undefined || signal.aborted) return;
    yield* reader.read(book, isOver || !follow);
    if (isOver || !follow) return;
  }
}
