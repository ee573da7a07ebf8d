import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Storage } from "@icn-mesh/core";
import { openStorage } from "@icn-mesh/dag";
import { type BenchRow, median } from "../side-by-side.ts";

const SIZE = 300;
const GROUP = 1000;
const STEPS = [10_000, 100_000, 1_000_000];
/** Of the last groups before a step, the middle is taken. */
const TAIL = 40;

/** What a store costs as it grows to a million blocks: to put a block, to open it again, and memory. */
export async function growthSuite(): Promise<readonly BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const scheme of ["file", "sqlite"] as const) {
    await growthOf(scheme, STEPS.slice(0, 2)); // so that the first step is not the slowest
    rows.push(...(await growthOf(scheme, STEPS)));
  }
  return rows;
}

async function growthOf(scheme: "file" | "sqlite", steps: readonly number[]): Promise<readonly BenchRow[]> {
  const directory = mkdtempSync(join(tmpdir(), "icn-mesh-bench-"));
  const url = pathToFileURL(join(directory, "store")).href.replace("file:", `${scheme}:`);
  const path = scheme === "file" ? join(directory, "store") : directory;
  const puts: BenchRow[] = [];
  const openings: BenchRow[] = [];
  try {
    let count = 0;
    for (const step of steps) {
      const storage = await openStorage(url);
      const times = await putUntil(storage, count, step);
      await storage.close();
      count = step;
      const micros = median(times);
      puts.push(putRow({ scheme, step, micros, first: puts[0]?.micros ?? micros }));
      openings.push(...(await openingRows(scheme, { url, path, step })));
    }
    return [...puts, ...openings];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Microseconds of processor time that each of the last groups took, per block. */
async function putUntil(storage: Storage, from: number, until: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let count = from; count < until; count += GROUP) {
    const before = process.cpuUsage();
    await Promise.all(
      Array.from({ length: GROUP }, (_, index) =>
        storage.commit({ blocks: [{ codec: "raw", bytes: content(count + index) }] }),
      ),
    );
    const { user, system } = process.cpuUsage(before);
    times.push((user + system) / GROUP);
  }
  return times.slice(-Math.min(TAIL, times.length / 2));
}

interface Put {
  readonly scheme: string;
  readonly step: number;
  readonly micros: number;
  readonly first: number;
}

function putRow({ scheme, step, micros, first }: Put): BenchRow {
  return {
    operation: `put into a store of N blocks, ${scheme}, CPU of each`,
    name: `N = ${step}`,
    micros,
    ratio: micros / first,
    wanted: scheme === "file" ? 1.3 : undefined,
  };
}

interface Place {
  readonly url: string;
  readonly path: string;
  readonly step: number;
}

/** Opening it, beside reading all its files once; and what it then holds in memory. */
async function openingRows(scheme: string, { url, path, step }: Place): Promise<readonly BenchRow[]> {
  const reads: number[] = [];
  const opens: number[] = [];
  let held = 0;
  for (let round = 0; round < 5; round++) {
    reads.push(timed(() => readdirSync(path).map((name) => readFileSync(join(path, name)).length)));
    const opened = await openAndClose(url);
    opens.push(opened.micros);
    held = opened.memory - (await memory());
  }
  const operation = `open a store of ${step} blocks, ${scheme}`;
  console.log(`${operation}: ${(held / step).toFixed(1)} bytes of memory per block`);
  return [
    { operation, name: "read its files once", micros: median(reads), ratio: 1, wanted: undefined },
    {
      operation,
      name: "ours",
      micros: median(opens),
      ratio: median(opens) / median(reads),
      wanted: scheme === "file" && step === STEPS.at(-1) ? 1.5 : undefined,
    },
  ];
}

/** In a function of its own, so that nothing holds the store when it returns. */
async function openAndClose(url: string): Promise<{ readonly micros: number; readonly memory: number }> {
  const start = performance.now();
  const storage = await openStorage(url);
  const micros = (performance.now() - start) * 1000;
  const used = await memory();
  await storage.close();
  return { micros, memory: used };
}

function timed(run: () => unknown): number {
  const start = performance.now();
  run();
  return (performance.now() - start) * 1000;
}

async function memory(): Promise<number> {
  for (let round = 0; round < 3; round++) {
    await new Promise(setImmediate);
    globalThis.gc?.();
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function content(number: number): Uint8Array {
  const bytes = new Uint8Array(SIZE).fill(7);
  new DataView(bytes.buffer).setUint32(0, number);
  return bytes;
}
