import { bestEngine } from "@icn-mesh/core/node";
import type { BenchRow } from "../side-by-side.ts";
import { openBenchMesh } from "./bench-mesh.ts";
import { type JobCost, measureJobs } from "./measure-jobs.ts";
import { createSignatureFloor } from "./signature-floor.ts";

const NODES = [16, 32, 64] as const;

/** How the cost of a job grows with the mesh: about sixteen are invited, and the others hear the announcement only. */
export async function nodeCountSuite(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const nodes of NODES) {
    const { micros, each } = await costAmong(nodes);
    rows.push({
      operation: "a job by the number of executors, all parties together, processor time",
      name: `${nodes}: ${each.signed.toFixed(1)} signatures, ${each.verified.toFixed(1)} verifications`,
      micros,
      ratio: micros / (rows[0]?.micros ?? micros),
      wanted: undefined,
    });
  }
  return rows;
}

async function costAmong(executors: number): Promise<JobCost> {
  const floor = createSignatureFloor(bestEngine());
  const mesh = await openBenchMesh({ executors, engine: floor.engine });
  try {
    return await measureJobs(mesh, floor, { jobs: 16, rounds: 5, warm: 6 });
  } finally {
    await mesh.stop();
  }
}
