import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { killLoops } from "./kill-loops.ts";

// `pnpm crash --loops 1000 --seed 1`: kills the writers of both embedded stores, half of the loops each.

const { values } = parseArgs({
  options: { loops: { type: "string", default: "1000" }, seed: { type: "string", default: "1" } },
});

let lost = 0;
for (const engine of ["file", "sqlite"] as const) {
  // A store that grows all the time would spend the time on looking at it, so there is a new one now and then.
  for (let left = Math.ceil(Number(values.loops) / 2), round = 0; left > 0; left -= 50, round++) {
    const directory = mkdtempSync(join(tmpdir(), "icn-mesh-crash-"));
    const options = { engine, path: join(directory, "store"), loops: Math.min(left, 50) };
    const report = await killLoops({ ...options, seed: `${values.seed} ${engine} ${round}` });
    process.stdout.write(`${engine}: ${JSON.stringify(report)}\n`);
    lost += report.lost;
    rmSync(directory, { recursive: true, force: true });
  }
}
process.stdout.write(`${values.loops} kills, acknowledged and lost: ${lost}\n`);
process.exitCode = lost === 0 ? 0 : 1;
