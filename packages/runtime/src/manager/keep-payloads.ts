import type { Cid, Did, JobCheckpoint, PartialOutputReceipt, Signed } from "@icn-mesh/core";
import { JOB_DEFAULTS, liveAttempts } from "@icn-mesh/mesh";
import { fetchInTime } from "../network/fetch-in-time.ts";
import type { Task } from "../tasks/keyed-tasks.ts";
import type { JobDesk } from "./job-desk.ts";

const MOST_STATE_BYTES = 256 * 1024 * 1024;

/**
 * What the executor of a running job has left so far is fetched while the job runs: the state to go on from, so that it
 * outlives its executor, and every piece of output.
 */
export function keepTasks(desk: JobDesk): readonly Task[] {
  const live = new Set(liveAttempts(desk.book.state).map(({ assignment }) => assignment));
  const reports = [...desk.book.facts.values()]
    .filter(isReport)
    .filter(({ body }) => live.has(body.assignment));
  const pieces = reports.flatMap(({ body }) => (body.t === "icn/partial/1" ? [piece(desk, body)] : []));
  const latest = reports.findLast(({ body }) => body.t === "icn/checkpoint/1");
  const state = latest?.body.t === "icn/checkpoint/1" ? [stateOf(desk, latest.body)] : [];
  return [...pieces, ...state];
}

function isReport(
  fact: Signed<{ readonly t: string }>,
): fact is Signed<JobCheckpoint | PartialOutputReceipt> {
  return fact.body.t === "icn/partial/1" || fact.body.t === "icn/checkpoint/1";
}

function piece(desk: JobDesk, { output, by, size }: PartialOutputReceipt): Task {
  const { limits } = desk.book.job.body.spec;
  return fetching(desk, output, { by, maxBytes: Math.min(size, limits.outputBytes) });
}

function stateOf(desk: JobDesk, { state, by }: JobCheckpoint): Task {
  return fetching(desk, state, { by, maxBytes: MOST_STATE_BYTES });
}

function fetching(
  { parts }: JobDesk,
  root: Cid,
  { by, maxBytes }: { readonly by: Did; readonly maxBytes: number },
): Task {
  return {
    key: `keep ${root}`,
    async run(signal) {
      await fetchInTime(parts, [root], { from: [by], signal, maxBytes, ms: JOB_DEFAULTS.maxExecutionMs });
    },
  };
}
