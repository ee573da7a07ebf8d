import type { ExecutionReceipt, Signed } from "@icn-mesh/core";
import { JOB_DEFAULTS } from "@icn-mesh/mesh";
import type { JobDesk } from "../manager/job-desk.ts";
import { fetchInTime } from "../network/fetch-in-time.ts";
import type { Task } from "../tasks/keyed-tasks.ts";
import { isQuorum } from "./is-quorum.ts";
import { MOST_TRACE_BYTES, traceOf } from "./step-trace.ts";
import { receiptsIn } from "./verdict-on.ts";

/** Where replicas do not agree, what each says of its way is fetched, so that the first step that differs can be named. */
export function traceTasks(desk: JobDesk): readonly Task[] {
  if (!isQuorum(desk.book.job.body)) return [];
  const receipts = receiptsIn(desk.book);
  const results = new Set(receipts.map(({ body }) => JSON.stringify(body.outcome)));
  return results.size < 2 ? [] : receipts.flatMap((receipt) => traceTask(desk, receipt));
}

function traceTask({ parts }: JobDesk, { body }: Signed<ExecutionReceipt>): readonly Task[] {
  const trace = traceOf(body);
  if (trace === undefined) return [];
  const terms = { from: [body.by], maxBytes: MOST_TRACE_BYTES, ms: JOB_DEFAULTS.leaseMs };
  return [
    {
      key: `trace ${trace}`,
      async run(signal) {
        await fetchInTime(parts, [trace], { ...terms, signal });
      },
    },
  ];
}
