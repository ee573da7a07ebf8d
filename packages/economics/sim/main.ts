import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { nodeCryptoEngine } from "@icn-mesh/core/node";
import { createRealKeys, createSimulatedKeys } from "@icn-mesh/core/testing";
import type { Judge } from "@icn-mesh/economics";
import { plainJudge } from "@icn-mesh/economics/testing";
import { configurations } from "./configuration.ts";
import { printBatch } from "./print-batch.ts";
import { neverSeen, runBatch } from "./run-batch.ts";
import type { SeedReport } from "./run-seed.ts";

// `pnpm sim --seeds N --config NAME` runs N seeds of each configuration, or of one; `--seed S` replays a single one.
const { values } = parseArgs({
  options: {
    config: { type: "string" },
    first: { type: "boolean", default: false },
    judge: { type: "string" },
    seed: { type: "string" },
    seeds: { type: "string", default: "100" },
    signatures: { type: "string", default: "simulated" },
  },
});

/** A batch of so many seeds sees everything that a seed may bring; smaller ones need not. */
const ENOUGH_SEEDS = 200;

for (const configuration of configurations) {
  if (values.config === undefined || values.config === configuration.name) await run(configuration);
}

async function run(configuration: (typeof configurations)[number]): Promise<void> {
  const { name } = configuration;
  const started = performance.now();
  const batch = await runBatch({
    configuration,
    judge: await chosenJudge(),
    seeds: chosenSeeds(),
    keys: values.signatures === "real" ? () => createRealKeys(nodeCryptoEngine()) : createSimulatedKeys,
    stopsAtFirst: values.first,
    onViolation: (report) => printViolation(name, report),
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const missing = batch.seeds < ENOUGH_SEEDS ? [] : neverSeen(configuration, batch.seen);
  console.log(`${printBatch(name, batch)}\n  in ${seconds} s`);
  if (missing.length > 0) console.log(`  never seen: ${missing.join(", ")}`);
  if (batch.violated.length > 0 || missing.length > 0) process.exitCode = 1;
}

function printViolation(name: string, { seed, violations }: SeedReport): void {
  for (const { invariant, at, detail } of violations.slice(0, 4))
    console.log(`${name} ${seed} at ${at} ms: ${invariant}: ${detail}`);
  console.log(`  replay: pnpm --filter @icn-mesh/economics sim --config ${name} --seed ${seed}`);
}

function* chosenSeeds(): Generator<number> {
  const first = Number(values.seed ?? 1);
  const last = values.seed === undefined ? Number(values.seeds) : first;
  for (let seed = first; seed <= last; seed++) yield seed;
}

/** The judge of the package that has the rules of jobs, given as the path of a module that exports `judge`. */
async function chosenJudge(): Promise<Judge> {
  if (values.judge === undefined) return plainJudge;
  const { judge } = await import(pathToFileURL(values.judge).href);
  return judge;
}
