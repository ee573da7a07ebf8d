import { parseArgs } from "node:util";
import { printBatch } from "../report/print-batch.ts";
import { runSeeds } from "./run-seeds.ts";

// `pnpm sim --seeds N [--from SEED] [--jobs 2]` runs N worlds, prints what they came to, and fails if one broke a promise.
const { values } = parseArgs({
  options: {
    from: { type: "string", default: "1" },
    jobs: { type: "string", default: "1" },
    seed: { type: "string" },
    seeds: { type: "string", default: "100" },
  },
});

const range =
  values.seed === undefined
    ? { from: Number(values.from), seeds: Number(values.seeds) }
    : { from: Number(values.seed), seeds: 1 };
const began = performance.now();
const batch = await runSeeds({
  ...range,
  jobs: Number(values.jobs),
  onSeed: ({ seeds, failed }) => showProgress(seeds, failed.length),
});
const seconds = (performance.now() - began) / 1000;
if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
process.stdout.write(`${(batch.seeds / seconds).toFixed(1)} seeds per second, ${seconds.toFixed(1)} s\n`);
process.stdout.write(`${printBatch(batch)}\n`);
if (batch.failed.length > 0) process.exitCode = 1;

const WIDTH = 40;

function showProgress(done: number, failed: number): void {
  if (!process.stderr.isTTY) return;
  const full = Math.round((WIDTH * done) / range.seeds);
  const bar = "█".repeat(full) + "░".repeat(WIDTH - full);
  process.stderr.write(`\r${bar} ${done}/${range.seeds}, ${failed} failed`);
}
