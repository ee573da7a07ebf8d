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
const MOST_JOBS = 4 * MOST_COMMITS;
/** Who is killed comes back before its time to claim is over, however slow the machine. */
const TERMS = { acceptMs: 600_000 };
const ENDS = ["Completed paid", "Failed refunded"];

let mesh: RealMesh;

beforeAll(async () => {
  mesh = await startRealMesh({ executors: 2 });
}, 300_000);
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

/** One job for each commit, until a job has fewer. A job that another executor got says nothing about the victim's. */
async function killAtEach(victim: RealNode, round: Round): Promise<void> {
  for (let commit = 1, job = 1; commit <= MOST_COMMITS; job++) {
    if (job > MOST_JOBS) throw new Error("the victim does not get its jobs");
    const { wasKilled, end } = await playWithKill(victim, { ...round, commit, job });
    expect(ENDS).toContain(`${end.status} ${end.money}`);
    if (wasKilled) commit += 1;
    else if (!didOther(victim, end)) return;
  }
  throw new Error("a job takes more commits than that");
}

function didOther(victim: RealNode, { executor }: JobWords): boolean {
  return mesh.executors.includes(victim) && executor !== victim.did;
}

async function playWithKill(
  victim: RealNode,
  { when, commit, loop, job: number }: KillPlan & Round & { readonly job: number },
): Promise<{ wasKilled: boolean; end: JobWords }> {
  await victim.order("kill", { plan: { when, commit } });
  const words = { options: { ...TERMS, idempotencyKey: `${victim.did} ${loop} ${number}` } };
  const submitted = mesh.submit(words);
  const played = playThrough(submitted).catch(() => undefined); // told by what follows
  await Promise.race([victim.now.gone, played]);
  const wasKilled = await comesBack(victim);
  const job = await submitted.catch(() => mesh.submit(words)); // a process that died did not answer
  const end = await mesh.settled(job);
  await mesh.idle();
  return { wasKilled, end };
}

async function playThrough(submitted: Promise<JobId>): Promise<void> {
  await mesh.submitter.order("settled", { job: await submitted });
  await mesh.idle();
}

/** From here on it is killed by no plan. True if it was killed by the last one. */
async function comesBack(victim: RealNode): Promise<boolean> {
  const isAlive = await victim.order("kill", { plan: null }).then(
    () => true,
    () => false,
  );
  if (isAlive) return false;
  await victim.gone();
  await victim.restart();
  return true;
}
