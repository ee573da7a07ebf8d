import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { readPlan } from "../plan/read-plan.ts";
import { addBatches, type BatchResult, batchOf, EMPTY_BATCH } from "../report/batch-result.ts";
import { mermaidChart } from "../report/mermaid-chart.ts";
import { neverSeen } from "../report/never-seen.ts";
import { printBatch } from "../report/print-batch.ts";
import { printFailure } from "../report/print-failure.ts";
import { runPlan } from "../run-plan.ts";
import { explainFailure } from "./explain-failure.ts";
import { runSeeds, seedsFrom } from "./run-seeds.ts";
import { showProgress } from "./show-progress.ts";

// `pnpm sim --seeds N [--from SEED] [--jobs 2]` plays N worlds, prints what they came to, and fails if one broke a
// promise; the first that did is played again and made smaller. `--seed S` plays one, `--plan FILE` one that was kept.
const { values } = parseArgs({
  options: {
    from: { type: "string", default: "1" },
    jobs: { type: "string", default: "1" },
    plan: { type: "string" },
    seed: { type: "string" },
    seeds: { type: "string", default: "100" },
    "shrink-ms": { type: "string", default: "60000" },
  },
});

const began = performance.now();
const batch = values.plan === undefined ? await playSeeds() : await playPlan(values.plan);
const seconds = (performance.now() - began) / 1000;
const [failed] = values.plan === undefined ? batch.failed : [];
if (failed !== undefined) {
  const forMs = Number(values["shrink-ms"]);
  print(printFailure(await explainFailure(failed, { folder: "sim-failures", forMs })));
}
print(`${(batch.seeds / seconds).toFixed(1)} seeds per second, ${seconds.toFixed(1)} s`);
print(printBatch(batch));
const missed = neverSeen(batch);
if (missed.length > 0) process.stderr.write(`never seen: ${missed.join(", ")}\n`);
if (batch.failed.length + missed.length > 0) process.exitCode = 1;

function playSeeds(): Promise<BatchResult> {
  const { seed, jobs } = values;
  const [from, count] = [Number(values.from), Number(values.seeds)];
  if (seed !== undefined) return runSeeds({ seeds: [seed], jobs: 1 });
  let failures = 0;
  const onSeed = (sum: BatchResult): void => {
    for (const each of sum.failed.slice(failures))
      print(`seed ${each.seed}: ${each.violations[0]?.invariant}`);
    failures = sum.failed.length;
    showProgress(sum, count);
  };
  return runSeeds({ seeds: seedsFrom(from, count), jobs: Math.min(Number(jobs), count), onSeed });
}

async function playPlan(file: string): Promise<BatchResult> {
  const report = await runPlan(readPlan(readFileSync(file, "utf8")));
  if (report.violations.length > 0) print(`\`\`\`mermaid\n${mermaidChart(report.tail)}\n\`\`\``);
  return addBatches(EMPTY_BATCH, batchOf(report));
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
