import { join } from "node:path";
import type { Storage } from "@icn-mesh/core";
import { openStorage } from "@icn-mesh/dag";
import { runtimeProjections } from "@icn-mesh/runtime";
import type { BenchRow } from "../side-by-side.ts";
import { openBenchMesh, openEmbedded } from "./bench-mesh.ts";
import { heapBytes } from "./heap-bytes.ts";

const BATCH = 64;
/** After so many jobs every cache that has a bound is full. */
const WARM = 12_288;
const MEASURED = 4096;
const EXECUTORS = 2;
const NODES = EXECUTORS + 2;
const WANTED_BYTES = 1024;

type Open = (folder: string, name: string) => Promise<Storage>;

const STORES: Readonly<Record<string, Open>> = {
  "the embedded store": openEmbedded,
  SQLite: (folder, name) =>
    openStorage(`sqlite://${join(folder, name)}`, { projections: [...runtimeProjections] }),
};

/** What a job leaves in memory after it leaves the working set: one manager, two executors and a guard in this process. */
export async function memorySuite(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [name, open] of Object.entries(STORES)) rows.push(await rowOf(name, open));
  return rows;
}

async function rowOf(name: string, open: Open): Promise<BenchRow> {
  const mesh = await openBenchMesh({ executors: EXECUTORS, open });

  async function run(jobs: number): Promise<number> {
    for (let done = 0; done < jobs; done += BATCH) await mesh.run(BATCH);
    return heapBytes();
  }

  try {
    const before = await run(WARM);
    const bytes = ((await run(MEASURED)) - before) / MEASURED / NODES;
    return {
      operation: "memory of a finished job, the mean of a manager, two executors and a guard",
      name: `${name}, after ${WARM} others`,
      micros: bytes,
      unit: "B",
      ratio: bytes / WANTED_BYTES,
      wanted: 1,
    };
  } finally {
    await mesh.stop();
  }
}
