import type { Client, JobDetail } from "@icn-mesh/client";
import type { JobId } from "@icn-mesh/core";
import type { LocalFederation } from "@icn-mesh/node";
import type { SampleJob } from "./sample-jobs.ts";
import type { Say } from "./show.ts";

/** A job that has ended, with what it put out. */
export interface CarriedJob {
  readonly name: string;
  readonly detail: JobDetail;
  readonly result: string;
  /** What that should begin with. */
  readonly expects: string;
  readonly seconds: number;
}

/** What it takes to carry a job. */
export interface CarryParts {
  readonly client: Client;
  readonly federation: LocalFederation;
  readonly say: Say;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** Submits a job and follows it to its end. The executor of the one that is to survive that is killed half way. */
export async function carryJob(parts: CarryParts, job: SampleJob): Promise<CarriedJob> {
  const { client } = parts;
  const { name, submission, expects } = job;
  const { id } = await client.submitJob({ body: { ...submission, name } });
  const killed = await follow(parts, job, id);
  if (killed !== undefined) await bringBack(parts, killed);
  const detail = await client.showJob({ params: { id } });
  const { startedAt = 0, finishedAt = 0 } = detail.resultReceipt ?? {};
  const result = await resultOf(client, detail);
  return { name, detail, result, expects, seconds: (finishedAt - startedAt) / 1000 };
}

/** Resolves when it has ended, to the node that was killed on the way. */
async function follow(
  parts: CarryParts,
  { name, isKilled = false }: SampleJob,
  id: JobId,
): Promise<string | undefined> {
  const { client, say, signal } = parts;
  let shown = "";
  let killed: string | undefined;
  for await (const _ of client.jobEvents({ params: { id }, signal })) {
    const detail = await client.showJob({ params: { id } });
    const line = stageOf(parts, detail);
    if (line !== shown) say(name, line);
    shown = line;
    if (isKilled && killed === undefined && detail.checkpoints > 0)
      killed = await killExecutor(parts, detail);
    // The money of a lost attempt is settled once nobody can claim it any more, which is later than anybody waits.
    if (isOver(detail) && detail.tried.some(({ reason }) => reason === "lost")) break;
  }
  return killed;
}

function isOver({ status }: JobDetail): boolean {
  return status === "Completed" || status === "Failed" || status === "Cancelled";
}

function stageOf({ federation }: CarryParts, job: JobDetail): string {
  const { status, reason, assignment, progress, tried, settlement } = job;
  const by = federation.nodes.find(({ did }) => did === assignment?.executor)?.name;
  const percent = progress.percent > 0 && progress.percent < 100 ? ` ${progress.percent.toFixed(0)} %` : "";
  const before = tried.length === 0 ? "" : ` after ${tried.map((each) => each.reason).join(", ")}`;
  const money = isOver(job) && settlement !== "none" ? `, ${settlement}` : "";
  return `${status}${reason === null ? "" : `: ${reason}`}${by === undefined ? "" : ` by ${by}`}${percent}${before}${money}`;
}

async function killExecutor(
  { federation, say }: CarryParts,
  { name, assignment, progress }: JobDetail,
): Promise<string | undefined> {
  const node = federation.nodes.find(({ did }) => did === assignment?.executor);
  if (node === undefined) return undefined;
  await node.kill();
  say(
    name ?? "",
    `${node.name} is killed at ${progress.percent.toFixed(0)} %; its lease runs out in half a minute`,
  );
  return node.name;
}

async function bringBack({ federation, say }: CarryParts, name: string): Promise<void> {
  await federation.restart(federation.nodes.findIndex((node) => node.name === name));
  say(name, "is back, on what it had kept");
}

async function resultOf(client: Client, { id, status }: JobDetail): Promise<string> {
  if (status !== "Completed") return "";
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of await client.jobResult({ params: { id } }))
    text += decoder.decode(piece, { stream: true });
  return text.trim().split("\n")[0] ?? "";
}
