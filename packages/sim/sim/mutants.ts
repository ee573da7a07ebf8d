import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { parseArgs } from "node:util";

// `pnpm --filter @icn-mesh/sim sim:mutants` breaks the sources of the network by each patch in `mutants/` in turn, and
// prints how many seeds it takes until the simulation sees it; `--only NAME` for one of them, `--seeds N` to look for
// longer. Without a patch nothing may be seen in as many seeds as the patches took.
const { values } = parseArgs({
  options: { only: { type: "string" }, seeds: { type: "string", default: "1000" } },
});
const folder = resolve(import.meta.dirname, "..");
const LONGEST_MS = 3_600_000;

let most = 0;
for (const patch of globSync("mutants/*.patch", { cwd: folder }).toSorted()) {
  const name = basename(patch, ".patch");
  if (values.only === undefined || values.only === name)
    report(name, play(values.seeds, join(folder, patch)));
}
if (values.only === undefined) reportControl(play(`${most}`));

interface Played {
  /** Undefined where no seed saw anything. */
  readonly seed: number | undefined;
  readonly by: string;
}

function report(name: string, { seed, by }: Played): void {
  if (seed === undefined) process.exitCode = 1;
  most = Math.max(most, seed ?? 0);
  console.log(seed === undefined ? `SURVIVED ${name}` : `killed ${name} at seed ${seed} by ${by}`);
}

function reportControl({ seed, by }: Played): void {
  if (seed !== undefined) process.exitCode = 1;
  console.log(
    seed === undefined ? `nothing is seen in ${most} seeds without a patch` : `SEEN by ${by} without a patch`,
  );
}

/** A world in which its process dies, or does not end, has seen it too. */
function play(seeds: string, patch?: string): Played {
  const broken = patch === undefined ? [] : ["--patch", patch];
  const args = [
    "--conditions=@icn-mesh/source",
    "--no-warnings",
    join(folder, "sim/main.ts"),
    "--seeds",
    seeds,
  ];
  const { stdout, status } = spawnSync(process.execPath, [...args, ...broken], {
    encoding: "utf8",
    timeout: LONGEST_MS,
  });
  const [, seed, by = ""] = /seen at seed (\d+) by (\S+)/.exec(stdout) ?? [];
  if (seed !== undefined) return { seed: Number(seed), by };
  const [, last = "1"] = /^seed (\d+)$/m.exec(stdout.split("\n").reverse().join("\n")) ?? [];
  return status === 0 ? { seed: undefined, by } : { seed: Number(last), by: "the end of its process" };
}
