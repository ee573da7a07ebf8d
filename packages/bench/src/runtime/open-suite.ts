import { sampleSpec } from "@icn-mesh/runtime/testing";
import { processorMicros } from "../network/processor-time.ts";
import type { BenchRow } from "../side-by-side.ts";
import { type BenchMesh, openBenchMesh, submitSample } from "./bench-mesh.ts";
import { heapBytes } from "./heap-bytes.ts";

const OPEN = 10_000;
const BATCH = 500;
const OPERATION = "submit a job and open its round, beside others that are open, processor time";

/**
 * As many jobs as a quota lets be open at once, each with an open round and an executor that thinks about it: what the
 * next one costs, what it takes of memory, and that there is no one more.
 */
export async function openSuite(): Promise<readonly BenchRow[]> {
  const bench = await openBenchMesh({
    executors: 1,
    node: (index) => (index === 0 ? { quotaOf: () => ({ openJobs: OPEN }) } : { bids: neverDecides }),
  });
  try {
    await submit(bench, BATCH);
    const before = heapBytes();
    const micros: number[] = [];
    for (let open = BATCH; open < OPEN; open += BATCH)
      micros.push((await processorMicros(() => submit(bench, BATCH))) / BATCH);
    const bytes = (heapBytes() - before) / (OPEN - BATCH);
    const isFull = await isRefused(bench);
    const [first = Number.NaN] = micros;
    const last = micros.at(-1) ?? Number.NaN;
    const { open } = bench.mesh.nodes[0]?.runtime ?? { open: 0 };
    const refusal = isFull ? "one more is refused" : "one more was NOT refused";
    return [
      { operation: OPERATION, name: `${BATCH}`, micros: first, ratio: 1, wanted: undefined },
      {
        operation: OPERATION,
        name: `${OPEN - BATCH}; ${open} in the end, and ${refusal}`,
        micros: last,
        ratio: last / first,
        wanted: undefined,
      },
      {
        operation: "memory of a job that is open, manager and executor, with the indexes of their stores",
        name: "ours",
        micros: bytes / 1024,
        unit: "KiB",
        ratio: 1,
        wanted: undefined,
      },
    ];
  } finally {
    await bench.stop();
  }
}

/** Without an answer a round stays open. */
function neverDecides(): never {
  throw new Error("still thinking");
}

const AN_HOUR_MS = 3_600_000;

async function submit({ manager }: BenchMesh, jobs: number): Promise<void> {
  const terms = { bidWindowMs: AN_HOUR_MS, openForMs: 2 * AN_HOUR_MS };
  await Promise.all(Array.from({ length: jobs }, () => submitSample(manager, terms)));
}

async function isRefused({ manager }: BenchMesh): Promise<boolean> {
  const over = await manager.submitJob(null, sampleSpec(), 100n);
  return !over.ok && over.refusal.code === "RUNTIME_QUOTA_OPEN_JOBS";
}
