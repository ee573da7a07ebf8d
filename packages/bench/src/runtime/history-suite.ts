import { bestEngine } from "@icn-mesh/core/node";
import type { BenchRow } from "../side-by-side.ts";
import { openBenchMesh } from "./bench-mesh.ts";
import { measureJobs } from "./measure-jobs.ts";
import { createSignatureFloor } from "./signature-floor.ts";

const BATCH = 64;
const STORED = [1_000, 10_000, 100_000] as const;
const OPERATION = "a job by the number of jobs that went before, processor time";

/** How the cost of a job grows with the jobs that are stored: not at all. */
export async function historySuite(): Promise<readonly BenchRow[]> {
  const floor = createSignatureFloor(bestEngine());
  const mesh = await openBenchMesh({ executors: 2, engine: floor.engine });
  const rows: BenchRow[] = [];
  let stored = 0;
  try {
    for (const wanted of STORED) {
      for (; stored < wanted; stored += BATCH) await mesh.run(BATCH);
      const { micros, ratio } = await measureJobs(mesh, floor, { jobs: BATCH, rounds: 9, warm: 0 });
      stored += 9 * BATCH;
      const before = rows[0];
      rows.push({
        operation: OPERATION,
        name: `${wanted}: ${ratio.toFixed(2)} × its signatures`,
        micros,
        ratio: micros / (before?.micros ?? micros),
        wanted: before && 1.1,
      });
    }
    return rows;
  } finally {
    await mesh.stop();
  }
}
