import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogger, parseLogLevels, type Storage, signedRecords } from "@icn-mesh/core";
import { systemClock } from "@icn-mesh/core/node";
import { createKeptLinks, openStorage } from "@icn-mesh/dag";
import { createRetention, runtimeProjections, runtimeRecords } from "@icn-mesh/runtime";
import { fillWithEndedJobs } from "@icn-mesh/runtime/testing";
import type { BenchRow } from "../side-by-side.ts";
import { watchTurns } from "./watch-turns.ts";

const JOBS = 100_000;
const WANTED_MS = 50;
/** What is slower than that is no matter of the machine. */
const UNBEARABLE = 10;
const DAY_MS = 86_400_000;

const keptLinks = createKeptLinks([...signedRecords, ...runtimeRecords]);

/** What pruning a hundred thousand ended jobs costs, and how long it keeps everybody else from their turn. */
export async function retentionSuite(): Promise<readonly BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), "icn-mesh-bench-"));
  const url = `file://${join(folder, "store")}`;
  const storage = await openStorage(url, { projections: [...runtimeProjections], keptLinks });
  try {
    await fillWithEndedJobs(storage, { count: JOBS, at: systemClock.now() - 2 * DAY_MS });
    return await pruneAll(storage);
  } finally {
    await storage.close();
    await rm(folder, { recursive: true });
  }
}

async function pruneAll(storage: Storage): Promise<readonly BenchRow[]> {
  const levels = parseLogLevels("off");
  const logger = createLogger({ component: "bench", levels, sink: () => undefined, clock: systemClock });
  const retention = createRetention({ storage, keptLinks, clock: systemClock, logger }, { jobsMs: DAY_MS });
  const turns = watchTurns();
  const startedAt = performance.now();
  const { gone } = await retention.prune();
  const took = performance.now() - startedAt;
  const longest = turns.stop();
  if (gone.job !== JOBS) throw new Error(`${gone.job} jobs are gone`);
  if (longest > UNBEARABLE * WANTED_MS) throw new Error(`the event loop stood still for ${longest} ms`);
  const operation = `prune ${JOBS} ended jobs`;
  const pause = {
    name: "longest turn of the event loop",
    micros: longest * 1000,
    ratio: longest / WANTED_MS,
  };
  return [
    { operation, name: "one job", micros: (took * 1000) / JOBS, ratio: 1, wanted: undefined },
    { operation, ...pause, wanted: 1 },
  ];
}
