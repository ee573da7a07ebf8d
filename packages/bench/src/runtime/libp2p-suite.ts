import { bestEngine } from "@icn-mesh/core/node";
import { processorMicros } from "../network/processor-time.ts";
import { type BenchRow, median } from "../side-by-side.ts";
import type { SignatureCounts } from "./counting-engine.ts";
import { openLibp2pMesh } from "./libp2p-mesh.ts";
import { type JobCost, measureJobs } from "./measure-jobs.ts";
import { createSignatureFloor, type SignatureFloor } from "./signature-floor.ts";

const EXECUTORS = 5;
const WANTED = 2;
const OPERATION = `a job over libp2p on loopback, ${EXECUTORS} bids, processor time`;
const UNIT = { calls: 2_000, rounds: 9 } as const;

/** Jobs from their submission to the end of their money, over TCP, Noise, Yamux and gossipsub, everything durable, in one process. */
export async function libp2pSuite(): Promise<readonly BenchRow[]> {
  const floor = createSignatureFloor(bestEngine());
  const { micros, floorMicros, ratio, each } = await costOfJobs(floor);
  const signing = await unitCost(floor, { signed: UNIT.calls, verified: 0 });
  const verifying = await unitCost(floor, { signed: 0, verified: UNIT.calls });
  const row = (name: string, cost: number): BenchRow => {
    return { operation: OPERATION, name, micros: cost, ratio: cost / floorMicros, wanted: undefined };
  };
  return [
    row(
      `its ${each.signed.toFixed(1)} signatures and ${each.verified.toFixed(1)} verifications alone`,
      floorMicros,
    ),
    row(`${each.signed.toFixed(1)} signatures of ${signing.toFixed(1)} µs`, each.signed * signing),
    row(`${each.verified.toFixed(1)} verifications of ${verifying.toFixed(1)} µs`, each.verified * verifying),
    { ...row("ours: the whole lifecycle, 64 in flight", micros), ratio, wanted: WANTED },
  ];
}

async function costOfJobs(floor: SignatureFloor): Promise<JobCost> {
  const mesh = await openLibp2pMesh({ executors: EXECUTORS, engine: floor.engine });
  try {
    return await measureJobs(mesh, floor, { jobs: 64, rounds: 15, warm: 15 });
  } finally {
    await mesh.stop();
  }
}

/** The processor time of one call. */
async function unitCost(floor: SignatureFloor, counts: SignatureCounts): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < UNIT.rounds; round++) {
    times.push(await processorMicros(async () => floor.run(counts)));
  }
  return median(times) / UNIT.calls;
}
