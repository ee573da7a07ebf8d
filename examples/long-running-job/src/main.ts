import { Buffer } from "node:buffer";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobId } from "@icn-mesh/core";
import { currentProgress } from "@icn-mesh/mesh";
import type { FoundOutput, JobView } from "@icn-mesh/runtime";
import { submitPrimeJob } from "./prime-job.ts";
import { startNodes } from "./start-nodes.ts";

// A job in steps that outlives its executor: watched, handed over a fifth of the way, and gone on with by another one.

const PER_PERCENT = 100;
const { signal } = new AbortController();
const root = await mkdtemp(join(tmpdir(), "icn-mesh-long-"));
const [submitter, ...executors] = await startNodes(root);
const { context } = submitter;
try {
  const job = await submitPrimeJob(submitter);
  await follow(job);
  await report(job);
} finally {
  for (const node of [...executors, submitter]) await node.stop();
  await rm(root, { recursive: true, force: true });
}

/** Watches it to its end; whoever runs it when a fifth is done wants the machine back. */
async function follow(job: JobId): Promise<void> {
  let shown = "";
  let isHandedOver = false;
  for await (const { lifecycle } of context.watch(job, { signal })) {
    const { status } = lifecycle.state;
    if (status !== shown) console.log(status);
    shown = status;
    if (isHandedOver || status !== "Executing" || currentProgress(lifecycle) < 20 * PER_PERCENT) continue;
    isHandedOver = true;
    const by = executors.find(({ did }) => did === lifecycle.assignment?.body.executor);
    by?.executor?.drain("all");
    console.log("its executor is drained, keeps the state after this step, and takes nothing more");
  }
}

async function report(job: JobId): Promise<void> {
  const view = await context.job(job);
  console.log(whereItWentOn(view));
  for (const id of ["below-20000", "below-100000", "below-200000"])
    console.log(id, await textOf(await context.getPartialOutput(job, id)));
  console.log(await textOf(await context.getOutput(job)));
}

/** By the word of whoever finished it. */
function whereItWentOn(view: JobView | undefined): string {
  const from = view?.lifecycle.receipt?.body.resumedFrom;
  const checkpoint = view?.lifecycle.checkpoints.find(({ cid }) => cid === from)?.body;
  return checkpoint === undefined
    ? "another one began again"
    : `another one went on from ${checkpoint.percent / PER_PERCENT} %`;
}

async function textOf(output: FoundOutput): Promise<string> {
  if (!output.ok) return output.why;
  const pieces: Uint8Array[] = [];
  for await (const piece of output.bytes) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}
