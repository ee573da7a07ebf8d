import { parseArgs } from "node:util";
import { INSTRUCTIONS } from "../src/wasm/instruction-table.ts";
import { runFuzz } from "./wasm/run-fuzz.ts";

// `node --conditions=@icn-mesh/source packages/sandbox/fuzz/main.ts --seed S --runs N`: random modules as they are,
// counted in the plainest way, and metered.
const { values } = parseArgs({
  options: { seed: { type: "string", default: "icn-mesh" }, runs: { type: "string", default: "10000" } },
});
const runs = Number(values.runs);
const { endings, covered, missing } = runFuzz({ seed: values.seed, runs });
for (const [ending, count] of Object.entries(endings)) console.log(`${ending.padEnd(12)} ${count}`);
console.log(`instructions ${covered} of ${INSTRUCTIONS.length} ${missing.join(" ")}`);
console.log(`seed ${values.seed}: ${runs} modules, each plain and deterministic: no difference`);
