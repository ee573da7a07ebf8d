import { env } from "node:process";
import type { JobId } from "@icn-mesh/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JobWords, KillPlan } from "./node-words.ts";
import { type RealMesh, startRealMesh } from "./real-mesh.ts";
import type { RealNode } from "./real-node.ts";
import { killPrograms } from "./start-program.ts";

/** How often every commit of every party is tried: in turn after it, and before it. */
const LOOPS = Number(env["ICN_MESH_KILL_LOOPS"] ?? 1);
const MOST_COMMITS = 60;
const ENDS = ["Completed paid", "Failed refunded"];

let mesh: RealMesh;

beforeAll(async () => {
  mesh = await startRealMesh({ executors: 2 });
}, 60_000);
afterAll(async () => {
  await mesh.stop();
  killPrograms();
});

describe("X-5: a process that is killed at any commit", { timeout: 600_000 }, () => {
  it.each([
    { who: "a submitter", victimOf: () => mesh.submitter, least: 10 },
    { who: "an executor", victimOf: () => mesh.executors[0]!, least: 4 },
    { who: "a guard", victimOf: () => mesh.guard, least: 4 },
  ])("comes back as $who, and every job is paid or refunded", async ({ who, victimOf, least }) => {
    const boundaries: number[] = [];
    for (let loop = 0; loop < LOOPS; loop++) {
      const { kills } = mesh.tally;
      await killAtEach(victimOf(), { when: loop % 2 === 0 ? "after" : "before", loop });
      boundaries.push(mesh.tally.kills - kills);
    }
    console.log(`${who} was killed at ${boundaries.join(" + ")} commits`);
    expect(Math.min(...boundaries)).toBeGreaterThanOrEqual(least);
  });

  it("leaves every account with what it should have, and nothing for an audit to find", async () => {
    await mesh.check();
    console.log(JSON.stringify(mesh.tally));
    expect(mesh.tally.paid + mesh.tally.refunded).toBe(mesh.tally.jobs);
  });
});

interface Round {
  readonly when: KillPlan["when"];
  readonly loop: number;
}

/** One job for each commit, until a job has fewer. */
async function killAtEach(victim: RealNode, { when, loop }: Round): Promise<void> {
  for (let commit = 1; commit <= MOST_COMMITS; commit++) {
    const { wasKilled, end } = await playWithKill(victim, { when, commit, loop });
    expect(ENDS).toContain(`${end.status} ${end.money}`);
    if (!wasKilled && !didOther(victim, end)) return;
  }
  throw new Error("a job takes more commits than that");
}

/** Another executor may have won the job, which leaves a victim less to commit. */
function didOther(victim: RealNode, { executor }: JobWords): boolean {
  return mesh.executors.includes(victim) && executor !== victim.did;
}

async function playWithKill(
  victim: RealNode,
  { when, commit, loop }: KillPlan & Round,
): Promise<{ wasKilled: boolean; end: JobWords }> {
  await victim.order("kill", { plan: { when, commit } });
  const words = { options: { idempotencyKey: `${victim.did} ${loop} ${commit}` } };
  const submitted = mesh.submit(words);
  const ended = playThrough(victim, submitted).then(
    () => false,
    () => hasDied(victim),
  );
  const wasKilled = await Promise.race([victim.now.gone.then(() => true), ended]);
  if (wasKilled) {
    await victim.gone();
    await victim.restart();
  } else await victim.order("kill", { plan: null });
  const job = await submitted.catch(() => mesh.submit(words)); // a process that died did not answer
  return { wasKilled, end: await mesh.settled(job) };
}

async function playThrough(victim: RealNode, submitted: Promise<JobId>): Promise<void> {
  await mesh.submitter.order("settled", { job: await submitted });
  await victim.order("idle", {});
}

/** Who was asked and did not answer is gone, or is about to be. */
async function hasDied(victim: RealNode): Promise<boolean> {
  await victim.now.gone;
  return true;
}
