import type { SubmitOptions } from "@icn-mesh/runtime";
import { type BenchRow, sideBySide } from "../side-by-side.ts";
import { openBenchMesh } from "./bench-mesh.ts";

const EXECUTORS = 5;
const REPLICAS = 3;
const IN_FLIGHT = 16;
const QUORUM: SubmitOptions = { verification: { type: "quorum", replicas: REPLICAS, agree: 2 } };

/** What it costs to have a job done three times over and compared, beside three jobs that are done once each. */
export async function quorumSuite(): Promise<readonly BenchRow[]> {
  const mesh = await openBenchMesh({ executors: EXECUTORS });
  try {
    await mesh.run(IN_FLIGHT, QUORUM);
    return await sideBySide({
      operation: `${IN_FLIGHT} results, ${EXECUTORS} bids, processor time`,
      time: "processor",
      contenders: [
        { name: `${REPLICAS} single jobs for each`, run: () => mesh.run(REPLICAS * IN_FLIGHT) },
        { name: `ours: a quorum of ${REPLICAS}`, run: () => mesh.run(IN_FLIGHT, QUORUM), wanted: 1.3 },
      ],
    });
  } finally {
    await mesh.stop();
  }
}
