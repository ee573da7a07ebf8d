import type { Projection, Row } from "@icn-mesh/core";
import { rowProjection } from "@icn-mesh/dag";
import { type JobSummary, summaryCodec } from "./job-summary.ts";
import { SUMMARIES, scopeIn } from "./ref-names.ts";

/** The read model that lists jobs. */
export const JOBS_MODEL = "jobs";

/** By what jobs are listed. Every list has the oldest first. */
export const jobLists = {
  all: () => "all",
  status: (status: string) => `status/${status}`,
  creator: (creator: string) => `creator/${creator}`,
  label: (name: string, value: string) => `label/${name}=${encodeURIComponent(value)}`,
} as const;

/** The place of a job in a list. */
export function listKey(list: string, { createdAt, job }: Pick<JobSummary, "createdAt" | "job">): string {
  return `${list}/${String(createdAt).padStart(DIGITS, "0")}/${job}`;
}

const DIGITS = 16;
/** A label whose value makes the key longer than a key may be is not listed by its value. */
const MOST_KEY_BYTES = 512;

function rowsIn(bytes: Uint8Array | undefined, scope: string): readonly Row[] {
  const decoded = bytes === undefined ? undefined : summaryCodec.decode(bytes);
  if (!decoded?.ok || bytes === undefined) return [];
  const summary = decoded.value;
  const labels = Object.entries(summary.labels ?? {}).map(([name, value]) => jobLists.label(name, value));
  const lists = [
    jobLists.all(),
    jobLists.status(summary.status),
    jobLists.creator(summary.creator),
    ...labels,
  ];
  const keys = lists.map((list) => `${scope}${listKey(list, summary)}`);
  return keys.filter((key) => key.length <= MOST_KEY_BYTES).map((key) => ({ key, value: bytes }));
}

/** Lists jobs by their summaries, of each federation apart where a store serves several. */
export const jobsProjection: Projection = rowProjection({
  model: JOBS_MODEL,
  version: 1,
  prefix: SUMMARIES,
  rowsOf: ({ name, cid }, view) => rowsIn(view.block(cid), scopeIn(name, SUMMARIES)),
});
