import type { Did, Storage } from "@icn-mesh/core";
import type { JobLifecycleStatus } from "@icn-mesh/mesh";
import { type JobSummary, summaryCodec } from "../job/job-summary.ts";
import { JOBS_MODEL, jobLists, listKey } from "../job/jobs-projection.ts";

/** Which jobs to list: those of which all of this is true. */
export interface JobFilter {
  readonly status?: JobLifecycleStatus;
  readonly creator?: Did;
  readonly labels?: Readonly<Record<string, string>>;
}

/** Which part of a list: so many jobs, from the newest on, after those of the page before. */
export interface JobPage {
  /** 50 when not given, 1000 at most. */
  readonly limit?: number;
  /** What the page before said. */
  readonly after?: string;
}

/** One page of a list; `next` is missing on the last. */
export interface ListedJobs {
  readonly jobs: readonly JobSummary[];
  readonly next?: string;
}

const DEFAULT_LIMIT = 50;
const MOST_LISTED = 1000;

/** Lists jobs, the newest first, in time that follows the size of the list that the filter names first. */
export async function listJobs(
  storage: Pick<Storage, "rows">,
  filter: JobFilter = {},
  { limit = DEFAULT_LIMIT, after }: JobPage = {},
): Promise<ListedJobs> {
  const list = listFor(filter);
  const most = Math.min(limit, MOST_LISTED);
  const jobs: JobSummary[] = [];
  // What is no place in this list, such as one in another, is taken for its end.
  const to = after?.startsWith(`${list}/`) ? after : `${list}0`;
  const range = { from: `${list}/`, to, reverse: true };
  for await (const { value } of storage.rows(JOBS_MODEL, range)) {
    const summary = summaryCodec.parse(value);
    if (!matches(summary, filter)) continue;
    jobs.push(summary);
    if (jobs.length === most) return { jobs, next: listKey(list, summary) };
  }
  return { jobs };
}

/** Labels and creators name fewer jobs than a status does. */
function listFor({ status, creator, labels = {} }: JobFilter): string {
  const [label] = Object.entries(labels);
  if (label !== undefined) return jobLists.label(...label);
  if (creator !== undefined) return jobLists.creator(creator);
  return status === undefined ? jobLists.all() : jobLists.status(status);
}

function matches(summary: JobSummary, { status, creator, labels = {} }: JobFilter): boolean {
  const isOf =
    (status ?? summary.status) === summary.status && (creator ?? summary.creator) === summary.creator;
  return isOf && Object.entries(labels).every(([name, value]) => summary.labels?.[name] === value);
}
