import type { SignatureEngine } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import type { RuntimeContext } from "@icn-mesh/runtime";
import { createLocalMesh, createSampleRunner, sampleSpec } from "@icn-mesh/runtime/testing";
import { type Measurement, measureRate, type Pace } from "./measure-rate.ts";

const EXECUTORS = 3;
const JOBS = 16;
const ROOMY = {
  capacity: { cpuCores: 65_536, memoryMb: 2 ** 30, storageMb: 2 ** 30 },
  maxRunning: 4096,
  max: 4096,
};

/** Jobs from their submission to the end of their money, in a mesh in memory that is all in this process. */
export async function jobRates(pace: Pace, engine: SignatureEngine): Promise<readonly Measurement[]> {
  const mesh = await createLocalMesh({
    nodes: EXECUTORS + 1,
    clock: systemClock,
    engine,
    funds: 10n ** 15n,
    node: () => ({ runner: createSampleRunner(), queue: ROOMY }),
  });
  const run = (jobs: number) => async (): Promise<void> => {
    const [submitter] = mesh.nodes;
    if (submitter === undefined) return;
    await Promise.all(Array.from({ length: jobs }, () => runJob(submitter.context, pace.signal)));
  };
  try {
    return [
      await measureRate(pace, { what: "jobs, one after the other", run: run(1) }),
      await measureRate(pace, { what: `jobs, ${JOBS} at once`, times: JOBS, run: run(JOBS) }),
    ];
  } finally {
    await mesh.stop();
  }
}

async function runJob(context: RuntimeContext, signal: AbortSignal): Promise<void> {
  const terms = { bidWindowMs: 10_000, enoughBids: EXECUTORS };
  const submitted = await context.submitJob(null, sampleSpec(), 100n, terms);
  if (!submitted.ok) return;
  for await (const _ of context.watch(submitted.job, { signal }));
}
