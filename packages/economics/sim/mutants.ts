import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { configurations } from "./configuration.ts";

// `pnpm sim:mutants` breaks a copy of the sources by each patch in `mutants/` and prints how many seeds it takes until
// the simulation sees it; `--only NAME` for one patch, `--seeds N` to look for longer. The unbroken copy goes first.
// A patch whose head calls it too rare for the simulation is left to `pnpm mutants economics`, where tests see it.
const { values } = parseArgs({
  options: { judge: { type: "string" }, only: { type: "string" }, seeds: { type: "string", default: "500" } },
});
const folder = resolve(import.meta.dirname, "..");
const patches = globSync("mutants/*.patch", { cwd: folder })
  .filter((patch) => !readFileSync(join(folder, patch), "utf8").includes("\nToo rare for the simulation."))
  .toSorted();
for (const patch of [undefined, ...patches]) {
  const name = patch === undefined ? "control" : basename(patch, ".patch");
  if (values.only === undefined || values.only === name) tryOut(name, patch);
}

function tryOut(name: string, patch: string | undefined): void {
  const root = mkdtempSync(join(tmpdir(), "economics-mutant-"));
  try {
    const copy = copyTo(root);
    if (patch !== undefined) execFileSync("git", ["apply", join(folder, patch)], { cwd: root });
    const needed = configurations.map(
      (configuration) => `${configuration.name} ${seedsNeeded(copy, configuration.name)}`,
    );
    const isSeen = needed.some((each) => !each.endsWith("-"));
    if (isSeen === (patch === undefined)) process.exitCode = 1;
    console.log(`${name.padEnd(32)} ${isSeen ? "seen" : "survives"}: ${needed.join(", ")}`);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function copyTo(root: string): string {
  const copy = join(root, "packages/economics");
  for (const part of ["package.json", "src", "sim"])
    cpSync(join(folder, part), join(copy, part), { recursive: true });
  symlinkSync(join(folder, "node_modules"), join(copy, "node_modules"));
  return copy;
}

/** How many seeds until the first that sees a promise broken; a dash if none does. A crash of the run is seen at once. */
function seedsNeeded(copy: string, configuration: string): string {
  const judge = values.judge === undefined ? [] : ["--judge", resolve(values.judge)];
  const args = ["sim/main.ts", "--first", "--config", configuration, "--seeds", values.seeds, ...judge];
  const { stdout, status } = spawnSync(process.execPath, ["--conditions=@icn-mesh/source", ...args], {
    cwd: copy,
    encoding: "utf8",
  });
  const [, seeds = "0", violated = "1"] = /: (\d+) seeds, (\d+) violated/.exec(stdout) ?? [];
  return violated === "0" ? "-" : `${seeds} (${whatIn(stdout) ?? `exit ${status}`})`;
}

function whatIn(stdout: string): string | undefined {
  return / ms: ([^:]+):/.exec(stdout)?.[1];
}
