import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { printTable } from "./print-table.ts";
import type { BenchRow } from "./side-by-side.ts";
import { suites } from "./suites.ts";

// `pnpm bench [suite…]`: prints a table per suite and writes all rows to .bench/results.json at the root.
const { positionals } = parseArgs({ allowPositionals: true });
const chosen = positionals.length > 0 ? positionals : Object.keys(suites);
const results: Record<string, readonly BenchRow[]> = {};
for (const name of chosen) {
  const suite = suites[name];
  if (suite === undefined) throw new Error(`no suite ${name}; there are ${Object.keys(suites).join(", ")}`);
  results[name] = await suite();
  console.log(`\n${name}\n${printTable(results[name])}`);
}
const commit = execFileSync("git", ["describe", "--always", "--dirty"], { encoding: "utf8" }).trim();
const machine = { node: process.version, cores: availableParallelism(), platform: process.platform, commit };
console.log(
  `\n${Object.entries(machine)
    .map(([key, value]) => `${key} ${value}`)
    .join(", ")}`,
);
mkdirSync(".bench", { recursive: true });
writeFileSync(".bench/results.json", `${JSON.stringify({ machine, results }, null, 2)}\n`);
