import type { BatchResult } from "../report/batch-result.ts";

const WIDTH = 40;

/** Shows how far a batch is, where somebody looks. */
export function showProgress({ seeds: done, failed }: BatchResult, of: number): void {
  if (!process.stderr.isTTY) return;
  const full = Math.round((WIDTH * done) / of);
  const bar = "█".repeat(full) + "░".repeat(WIDTH - full);
  process.stderr.write(`\r${bar} ${done}/${of}, ${failed.length} failed${done === of ? "\n" : ""}`);
}
