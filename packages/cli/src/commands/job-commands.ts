import type { CommandCall } from "../command-line/command-run.ts";
import { EXIT, type ExitCode } from "../command-line/exit-code.ts";
import { followJob } from "../online/follow-job.ts";
import { jobIdOf } from "../online/job-id.ts";
import { jobLine } from "../online/job-line.ts";
import { nodeClient } from "../online/node-client.ts";
import { columns } from "../terminal/columns.ts";

/** Lists jobs, the newest first. */
export async function jobs(call: CommandCall): Promise<ExitCode> {
  const { options, output, terminal } = call;
  const client = await nodeClient(call);
  const [status, label, cursor] = ["status", "label", "after"].map((name) => options.text(name));
  const query = {
    limit: options.count("limit") ?? 20,
    ...(status !== undefined && { status: status as "Completed" }),
    ...(label !== undefined && { label }),
    ...(cursor !== undefined && { cursor }),
  };
  const page = await client.listJobs({ query, signal: terminal.interrupted });
  output.show(page, () => {
    if (page.jobs.length === 0) return "no jobs";
    const rows = page.jobs.map(({ id, status: at, reason, name = "", createdAt }) => [
      id,
      reason === null ? at : `${at}: ${reason}`,
      new Date(createdAt).toISOString(),
      name,
    ]);
    return page.next === null ? columns(rows) : `${columns(rows)}\nmore: --after ${page.next}`;
  });
  return EXIT.done;
}

/** Shows where a job stands. */
export async function show(call: CommandCall): Promise<ExitCode> {
  const id = jobIdOf(call.args[0]);
  const client = await nodeClient(call);
  const { output, terminal } = call;
  const job = await client.showJob({ params: { id }, signal: terminal.interrupted });
  output.show(job, () => {
    const { name, assignment, resultReceipt, tried, budget, unit } = job;
    const rows = [
      ["job", id],
      ...(name === undefined ? [] : [["name", name]]),
      ["state", jobLine(job, output)],
      ["budget", `${budget} ${unit}`],
      ...(assignment === null
        ? []
        : [
            ["executor", assignment.executor],
            ["price", assignment.price],
          ]),
      ...tried.map(({ executor, attempt, reason }) => [
        "tried",
        `attempt ${attempt} by ${executor}: ${reason}`,
      ]),
      ...(resultReceipt === null ? [] : [["receipt", resultReceipt.cid]]),
    ];
    return columns(rows);
  });
  return EXIT.done;
}

/** Follows a job to its end, over lost connections. */
export async function watch(call: CommandCall): Promise<ExitCode> {
  const id = jobIdOf(call.args[0]);
  const client = await nodeClient(call);
  return followJob(client, id, { output: call.output, signal: call.terminal.interrupted });
}

/** Stops a job for good. */
export async function cancel(call: CommandCall): Promise<ExitCode> {
  const id = jobIdOf(call.args[0]);
  const client = await nodeClient(call);
  const reason = call.options.text("reason");
  const body = reason === undefined ? {} : { reason };
  const { answer } = await client.cancelJob({ params: { id }, body, signal: call.terminal.interrupted });
  call.output.show({ id, answer }, () =>
    answer === "applied" ? `cancelled ${id}` : `${id} was over already`,
  );
  return EXIT.done;
}

/** Prints what a job has logged. */
export async function logs(call: CommandCall): Promise<ExitCode> {
  const id = jobIdOf(call.args[0]);
  const client = await nodeClient(call);
  const text = await client.jobLogs({ params: { id }, signal: call.terminal.interrupted });
  call.output.show({ id, logs: text }, () => text);
  return EXIT.done;
}

/** Says why a job finds nobody, and the smallest change that would help. */
export async function why(call: CommandCall): Promise<ExitCode> {
  const id = jobIdOf(call.args[0]);
  const client = await nodeClient(call);
  const answer = await client.whyNotJob({ params: { id }, signal: call.terminal.interrupted });
  call.output.show(answer, () =>
    [
      `${answer.admitted} of ${answer.seen} executors would do`,
      ...Object.entries(answer.counts).map(([reason, count]) => `  ${count} not, because of ${reason}`),
      ...answer.suggestions.map(({ text, admits }) => `  → ${text}, which ${admits} would admit`),
    ].join("\n"),
  );
  return EXIT.done;
}

/** Fetches all that proves a job and checks it here; ends with 1 where it is not proven. */
export async function prove(call: CommandCall): Promise<ExitCode> {
  const id = jobIdOf(call.args[0]);
  const client = await nodeClient(call);
  const { interrupted: signal } = call.terminal;
  const net = call.options.text("net") ?? (await client.showNode({ signal })).net;
  const { proven, problems, paid, settlement } = await client.verifyHistory(id, { net, signal });
  call.output.show({ id, proven, problems, paid, settlement }, () =>
    proven
      ? `${call.output.paint.good("proven")} ${settlement}`
      : [call.output.paint.bad("not proven"), ...problems.map((each) => `  ${JSON.stringify(each)}`)].join(
          "\n",
        ),
  );
  return proven ? EXIT.done : EXIT.negative;
}
