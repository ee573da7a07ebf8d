import { bestEngine } from "@icn-mesh/core/node";
import type { BenchRow } from "../side-by-side.ts";
import { openBenchMesh } from "./bench-mesh.ts";
import { type JobCost, measureJobs } from "./measure-jobs.ts";
import { createSignatureFloor } from "./signature-floor.ts";
import { fitLine } from "./straight-line.ts";

const BIDDERS = [1, 2, 5, 10, 16] as const;
const OPERATION = "a job by the number of its bidders, processor time";

/** How the cost of a job grows with the number of bidders: along a straight line, whose slope is the price of a bid. */
export async function bidderSuite(): Promise<readonly BenchRow[]> {
  const costs: { readonly bidders: number; readonly cost: JobCost }[] = [];
  for (const bidders of BIDDERS) costs.push({ bidders, cost: await costWith(bidders) });
  const points = (of: (cost: JobCost) => number) =>
    costs.map(({ bidders, cost }) => [bidders, of(cost)] as const);
  const ours = fitLine(points(({ micros }) => micros));
  const floor = fitLine(points(({ floorMicros }) => floorMicros));
  const first = costs[0]?.cost.micros ?? Number.NaN;
  return [
    ...costs.map(({ bidders, cost: { micros } }) => ({
      operation: OPERATION,
      name: `${bidders}`,
      micros,
      ratio: micros / first,
      wanted: undefined,
    })),
    {
      operation: "one bidder more",
      name: "its signatures and verifications alone",
      micros: floor.slope,
      ratio: 1,
      wanted: undefined,
    },
    {
      operation: "one bidder more",
      name: `ours; a straight line explains ${(100 * ours.explained).toFixed(1)} % of it`,
      micros: ours.slope,
      ratio: ours.slope / floor.slope,
      wanted: undefined,
    },
  ];
}

async function costWith(executors: number): Promise<JobCost> {
  const floor = createSignatureFloor(bestEngine());
  const mesh = await openBenchMesh({ executors, engine: floor.engine });
  try {
    return await measureJobs(mesh, floor, { jobs: 32, rounds: 7, warm: 10 });
  } finally {
    await mesh.stop();
  }
}
