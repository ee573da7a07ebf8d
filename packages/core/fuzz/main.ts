import { parseArgs } from "node:util";
import { corpus, interpretedTwins } from "./corpus.ts";
import { runFuzz } from "./run-fuzz.ts";

// `pnpm fuzz --seed S --runs N`: mutated golden vectors and random bytes against every decoder.
const { values } = parseArgs({
  options: { seed: { type: "string", default: "icn-mesh" }, runs: { type: "string", default: "1000000" } },
});
const runs = Number(values.runs);
const report = runFuzz({ seed: values.seed, runs, bodies: corpus, twins: interpretedTwins });
const steps = ["size", "scan", "canonical", "shape"] as const;
let reached = runs;
for (const step of steps) {
  console.log(`${step.padEnd(10)} reached by ${reached}, stopped ${report[step]}`);
  reached -= report[step];
}
console.log(`accepted   ${report.accepted}, each of them canonical`);
console.log(`seed ${values.seed}: ${runs} inputs, no exception, no disagreement of the two decoders`);
