import { readFile } from "node:fs/promises";
import { type Cid, cidOf } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import {
  DEFAULT_LIMITS,
  type GuestCheckpoint,
  type LocalWork,
  type Outcome,
  type ResumePoint,
  runLocally,
  type Work,
} from "@icn-mesh/sandbox";
import { createProcessRunner } from "@icn-mesh/sandbox/node";
import { firstGeneration } from "./first-generation.ts";

/** Small as the job is, it would be done before an ordinary executor keeps its first checkpoint. */
const limits = { ...DEFAULT_LIMITS, checkpointEveryMs: 0 };
const STOP_AFTER = 4;

const here = createProcessRunner({ clock: systemClock }, { processes: 1 });
const elsewhere = createProcessRunner({ clock: systemClock }, { processes: 1 });
try {
  const job = await readJob();
  await runAtHome(job);
  const state = await stopMidway(job);
  await goOn(job, state);
} finally {
  await here.close();
  await elsewhere.close();
}

async function readJob(): Promise<LocalWork & Work> {
  return {
    kind: { type: "wasm", params: {} },
    module: await readFile(new URL("../life.wasm", import.meta.url)),
    inputs: [firstGeneration()],
    args: [],
    outputs: ["life.txt"],
    deterministic: true,
    seed: "life",
    now: 0,
  };
}

/** What the author of a job wants to know before anybody else runs it. */
async function runAtHome(job: LocalWork): Promise<void> {
  const { outcome, usage, needs } = await runLocally({ runner: here }, job);
  print("at home", `${usage.fuel} units of fuel, ${usage.peakMemoryBytes} bytes of memory`);
  print("to ask for", `${needs.limits.fuel} units of fuel, ${needs.memoryMb} MiB`);
  print("life.txt", outputOf(outcome));
}

/** Drains the executor while the job runs, as its owner does before a restart. */
async function stopMidway(job: Work): Promise<ResumePoint> {
  const drain = new AbortController();
  const blocks = new Map<Cid, Uint8Array>();
  let last: GuestCheckpoint | undefined;
  const { outcome } = await here.run(job, {
    limits,
    preempt: drain.signal,
    onCheckpoint(checkpoint) {
      for (const { cid, bytes } of checkpoint.blocks) blocks.set(cid, bytes);
      last = checkpoint;
      if (checkpoint.step === STOP_AFTER) drain.abort();
    },
  });
  if (outcome.type === "ok" || last === undefined) throw new Error("it ended before it could be stopped");
  const bytes = [...blocks.values()].reduce((sum, { length }) => sum + length, 0);
  print("stopped", `${outcome.class} at ${last.percent / 100} %, ${bytes} bytes of state`);
  return { state: last.state, get: async (cid) => blocks.get(cid) };
}

/** Another executor has nothing but the job and the blocks of the state. */
async function goOn(job: Work, resumeFrom: ResumePoint): Promise<void> {
  const { outcome, usage } = await elsewhere.run(job, { limits, resumeFrom });
  print("elsewhere", `${usage.fuel} units of fuel in all`);
  print("life.txt", outputOf(outcome));
}

function outputOf(outcome: Outcome): string {
  if (outcome.type === "failed") throw new Error(`${outcome.class}: ${outcome.message}`);
  const text = outcome.outputs.get("life.txt") ?? new Uint8Array();
  return `${cidOf(text, "raw")}, ${text.filter((byte) => byte === 0x23).length} cells alive`;
}

function print(label: string, text: string): void {
  console.log(`${label.padEnd(12)}${text}`);
}
