import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { bestEngine } from "@icn-mesh/core/node";
import { type BenchRow, median } from "../side-by-side.ts";
import { openBenchMesh } from "./bench-mesh.ts";
import { sequentialWrites } from "./sequential-writes.ts";
import { createSignatureFloor } from "./signature-floor.ts";

const EXECUTORS = 5;
const [WARM, ROUNDS] = [200, 60];
const RECORD = new Uint8Array(300);

/** A job that has the mesh to itself, on the clock: beside its writes that wait for one another and its signatures. */
export async function aloneSuite(): Promise<readonly BenchRow[]> {
  const writes = await sequentialWrites(EXECUTORS);
  const floor = createSignatureFloor(bestEngine());
  const mesh = await openBenchMesh({ executors: EXECUTORS, engine: floor.engine });
  const disk = openDisk();
  try {
    for (let round = 0; round < WARM; round++) await mesh.run(1);
    const times: { readonly ours: number; readonly floor: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      floor.take();
      const ours = await millis(() => mesh.run(1));
      const counts = floor.take();
      const bare = await millis(async () => {
        floor.run(counts);
        for (let write = 0; write < writes; write++) disk.append();
      });
      times.push({ ours, floor: bare });
    }
    const operation = "a lone job until its money is settled, on the clock";
    const row = (name: string, of: (each: (typeof times)[number]) => number, wanted?: number): BenchRow => ({
      operation,
      name,
      micros: median(times.map(of)) * 1000,
      ratio: median(times.map((each) => of(each) / each.floor)),
      wanted,
    });
    const parts = `${writes} durable writes one after the other, and all its signatures and verifications`;
    return [row(parts, (each) => each.floor), row("ours", ({ ours }) => ours, 2)];
  } finally {
    disk.close();
    await mesh.stop();
  }
}

async function millis(run: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

/** A file to which records are added, each durable before the next. */
function openDisk(): { append(): void; close(): void } {
  const folder = mkdtempSync(join(tmpdir(), "icn-mesh-bench-"));
  const file = openSync(join(folder, "log"), "w");
  return {
    append() {
      writeSync(file, RECORD);
      fdatasyncSync(file);
    },
    close() {
      closeSync(file);
      rmSync(folder, { recursive: true });
    },
  };
}
