import type { JobDetail } from "@icn-mesh/client";
import type { NodeProcess } from "@icn-mesh/node";
import type { CarriedJob } from "./carried-job.ts";
import { carryJob } from "./carry-job.ts";
import type { CarryParts } from "./carry-parts.ts";
import type { SampleJob } from "./sample-jobs.ts";

const FIRST_ROUNDS = 150_000;
const MOST_ROUNDS = 100 * FIRST_ROUNDS;

/**
 * Carries a job in steps whose executor is killed as soon as it has handed over a state, and brings the node back when
 * another one has done the rest. On a machine so fast that the job is over before, it is submitted again, and longer.
 */
export async function loseExecutor(
  parts: CarryParts,
  longJob: (rounds: number) => SampleJob,
): Promise<CarriedJob> {
  for (let rounds = FIRST_ROUNDS; ; rounds *= 4) {
    const { carried, killed } = await tryToLose(parts, longJob(rounds));
    if (killed !== undefined) await bringBack(parts, killed);
    if (carried.attempts > 1) await sayWhereItWentOn(parts, carried);
    if (carried.attempts > 1 || rounds > MOST_ROUNDS) return carried;
    parts.say(carried.name, "was over before its executor could be killed; a longer one");
  }
}

interface Try {
  readonly carried: CarriedJob;
  readonly killed: NodeProcess | undefined;
}

async function tryToLose(parts: CarryParts, job: SampleJob): Promise<Try> {
  let killed: NodeProcess | undefined;
  const carried = await carryJob(parts, job, async (detail) => {
    if (killed === undefined && detail.status === "Executing" && (await hasState(parts, detail)))
      killed = await killExecutor(parts, detail);
  });
  return { carried, killed };
}

/** True once the submitter has a state that outlives its executor, to the last block. */
async function hasState({ client }: CarryParts, { id, checkpoints: count }: JobDetail): Promise<boolean> {
  if (count === 0) return false;
  const { checkpoints } = await client.jobCheckpoints({ params: { id } });
  for (const { state } of checkpoints) {
    const limit = 10_000;
    const found = await client.walkDag({ params: { cid: state }, query: { limit } }).catch(() => undefined);
    if (found !== undefined && found.missing.length === 0 && !found.cut) return true;
  }
  return false;
}

async function killExecutor(
  { federation, say }: CarryParts,
  { name = "", assignment, progress }: JobDetail,
): Promise<NodeProcess | undefined> {
  const node = federation.nodes.find(({ did }) => did === assignment?.executor);
  if (node === undefined) return undefined;
  await node.kill();
  const percent = progress.percent.toFixed(0);
  say(name, `${node.name} is killed at ${percent} %; its lease runs out in half a minute`);
  return node;
}

/** By the word of the executor that finished it. */
async function sayWhereItWentOn(
  { client, say }: CarryParts,
  { id, name, receipts, executors }: CarriedJob,
): Promise<void> {
  const { checkpoints } = await client.jobCheckpoints({ params: { id } });
  const from = checkpoints.find(({ cid }) => cid === receipts[0]?.resumedFrom);
  const where = from === undefined ? "began again" : `went on from ${from.percent.toFixed(0)} %`;
  say(name, `${executors[0] ?? "nobody"} ${where}`);
}

async function bringBack({ federation, say }: CarryParts, { name }: NodeProcess): Promise<void> {
  await federation.restart(federation.nodes.findIndex((node) => node.name === name));
  say(name, "is back, on what it had kept");
}
