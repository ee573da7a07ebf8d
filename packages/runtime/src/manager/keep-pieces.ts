import type { AnyBody, PartialOutputReceipt, Signed } from "@icn-mesh/core";
import { JOB_DEFAULTS, liveAttempts } from "@icn-mesh/mesh";
import { fetchInTime } from "../network/fetch-in-time.ts";
import type { Task } from "../tasks/keyed-tasks.ts";
import type { JobDesk } from "./job-desk.ts";

/** Every piece of output that the executor of a running job has put out so far is fetched while the job runs. */
export function keepTasks(desk: JobDesk): readonly Task[] {
  const { facts, state } = desk.book;
  const live = new Set(liveAttempts(state).map(({ assignment }) => assignment));
  return [...facts.values()]
    .filter(isPiece)
    .filter(({ body }) => live.has(body.assignment))
    .map(({ body }) => keeping(desk, body));
}

function isPiece(fact: Signed<AnyBody>): fact is Signed<PartialOutputReceipt> {
  return fact.body.t === "icn/partial/1";
}

function keeping({ parts, book }: JobDesk, { output, by, size }: PartialOutputReceipt): Task {
  const maxBytes = Math.min(size, book.job.body.spec.limits.outputBytes);
  const ms = JOB_DEFAULTS.maxExecutionMs;
  return {
    key: `keep ${output}`,
    async run(signal) {
      await fetchInTime(parts, [output], { from: [by], signal, maxBytes, ms });
    },
  };
}
