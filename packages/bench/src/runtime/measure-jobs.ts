import { processorMicros } from "../network/processor-time.ts";
import { median } from "../side-by-side.ts";
import type { BenchMesh } from "./bench-mesh.ts";
import type { SignatureCounts } from "./counting-engine.ts";
import type { SignatureFloor } from "./signature-floor.ts";

/** What a job costs, on all threads of the process: medians over rounds, each with its floor right after it. */
export interface JobCost {
  readonly micros: number;
  readonly floorMicros: number;
  readonly ratio: number;
  /** How often something is signed and verified for a job. */
  readonly each: SignatureCounts;
}

/** How much is measured. */
export interface JobRounds {
  readonly jobs: number;
  readonly rounds: number;
  /** Rounds before those that count, until everything is compiled that will be. */
  readonly warm: number;
}

/** Runs jobs in rounds, and after each the signatures and verifications that it took, alone. */
export async function measureJobs(
  { run }: Pick<BenchMesh, "run">,
  floor: SignatureFloor,
  { jobs, rounds, warm }: JobRounds,
): Promise<JobCost> {
  for (let round = 0; round < warm; round++) await run(jobs);
  const results: JobCost[] = [];
  for (let round = 0; round < rounds; round++) {
    floor.take();
    const micros = (await processorMicros(() => run(jobs))) / jobs;
    const counts = floor.take();
    const floorMicros = (await processorMicros(async () => floor.run(counts))) / jobs;
    const each = { signed: counts.signed / jobs, verified: counts.verified / jobs };
    results.push({ micros, floorMicros, ratio: micros / floorMicros, each });
  }
  const middle = (of: (cost: JobCost) => number) => median(results.map(of));
  return {
    micros: middle(({ micros }) => micros),
    floorMicros: middle(({ floorMicros }) => floorMicros),
    ratio: middle(({ ratio }) => ratio),
    each: { signed: middle(({ each }) => each.signed), verified: middle(({ each }) => each.verified) },
  };
}
