import { join } from "node:path";
import { nobleEngine, type Storage } from "@icn-mesh/core";
import { bestEngine } from "@icn-mesh/core/node";
import { openStorage } from "@icn-mesh/dag";
import { runtimeProjections } from "@icn-mesh/runtime";
import type { BenchRow } from "../side-by-side.ts";
import { openBenchMesh } from "./bench-mesh.ts";
import { type JobCost, type JobRounds, measureJobs } from "./measure-jobs.ts";
import { putByPut } from "./put-by-put.ts";
import { createSignatureFloor } from "./signature-floor.ts";

const EXECUTORS = 5;
const OURS: JobRounds = { jobs: 64, rounds: 15, warm: 15 };
const NAIVE: JobRounds = { jobs: 16, rounds: 3, warm: 1 };

/** Jobs from their submission to the end of their money: five executors, one guard, everything durable, one process. */
export async function lifecycleSuite(): Promise<readonly BenchRow[]> {
  const ours = await costOfOurs();
  const naive = await costOfNaive();
  const { signed, verified } = ours.each;
  const counts = `${signed.toFixed(1)} signatures and ${verified.toFixed(1)} verifications`;
  const operation = `a job, ${EXECUTORS} bids, processor time`;
  const row = (name: string, micros: number, wanted?: number): BenchRow => {
    return { operation, name, micros, ratio: micros / ours.floorMicros, wanted };
  };
  return [
    row(`its ${counts} alone`, ours.floorMicros),
    { ...row("ours: the whole lifecycle, 64 in flight", ours.micros, 1.5), ratio: ours.ratio },
    {
      operation: "a job, as it would be done without care",
      name: "ours",
      micros: ours.micros,
      ratio: 1,
      wanted: undefined,
    },
    {
      operation: "a job, as it would be done without care",
      name: "signatures by noble, a transaction of SQLite per put; 20 × wanted at least",
      micros: naive.micros,
      ratio: naive.micros / ours.micros,
      wanted: undefined,
    },
  ];
}

async function costOfOurs(): Promise<JobCost> {
  const floor = createSignatureFloor(bestEngine());
  const mesh = await openBenchMesh({ executors: EXECUTORS, engine: floor.engine });
  try {
    return await measureJobs(mesh, floor, OURS);
  } finally {
    await mesh.stop();
  }
}

async function costOfNaive(): Promise<JobCost> {
  const floor = createSignatureFloor(nobleEngine());
  const mesh = await openBenchMesh({ executors: EXECUTORS, engine: floor.engine, open: openPutByPut });
  try {
    return await measureJobs(mesh, floor, NAIVE);
  } finally {
    await mesh.stop();
  }
}

async function openPutByPut(folder: string, name: string): Promise<Storage> {
  const url = `sqlite://${join(folder, `${name}.sqlite`)}`;
  return putByPut(await openStorage(url, { projections: [...runtimeProjections] }));
}
