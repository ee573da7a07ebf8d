import type { Client, JobDetail } from "@icn-mesh/client";
import type { JobId } from "@icn-mesh/core";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import type { Output } from "../terminal/output.ts";
import { jobLine } from "./job-line.ts";
import { whenReachable } from "./when-reachable.ts";

/**
 * Shows a job until its money is settled, over lost connections and restarts of the node; then its end. A node that is
 * not there to begin with is not waited for.
 */
export async function followJob(
  client: Client,
  id: JobId,
  { output, signal }: { readonly output: Output; readonly signal: AbortSignal },
): Promise<ExitCode> {
  const look = () => client.showJob({ params: { id }, signal });
  await look();
  let shown = "";
  for await (const event of client.jobEvents({ params: { id }, signal })) {
    if (output.isJson) output.show(event, () => "");
    const job = await whenReachable(look, signal);
    const line = jobLine(job, output);
    // Whoever reads along sees every change on one line; elsewhere each status is a line of its own.
    output.draft(line);
    if (job.status !== shown) output.note(line);
    shown = job.status;
  }
  const end = await whenReachable(look, signal);
  output.show(end, () => jobLine(end, output));
  return exitOf(end);
}

/** How to end for a job: 1 for one that failed. */
function exitOf({ status }: JobDetail): ExitCode {
  return status === "Failed" || status === "Cancelled" ? EXIT.negative : EXIT.done;
}
