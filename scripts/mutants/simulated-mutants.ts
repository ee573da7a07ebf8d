import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../steps/root.ts";
import type { PatchCount } from "./patched-mutants.ts";

/** How long to look, and at which patches. */
export interface SeedHunt {
  readonly seeds: number;
  /** The name of one patch; all when not given. */
  readonly only?: string | undefined;
}

/** Which seed has seen a patch, and by which promise; undefined where none did. */
interface Seen {
  readonly seed: number;
  readonly by: string;
}

const PROGRAM = join(root, "scripts/mutant-seeds.ts");
const LONGEST_MS = 3_600_000;

/**
 * Breaks the network by each patch of the simulator in turn, and prints how many seeds it takes to see it. Without a patch
 * nothing may be seen in as many seeds as the longest took.
 */
export function runSimulatedMutants({ seeds, only }: SeedHunt, print: (line: string) => void): PatchCount {
  const count = { killed: 0, survived: 0 };
  let most = 0;
  for (const patch of globSync("packages/sim/mutants/*.patch", { cwd: root }).toSorted()) {
    const name = basename(patch, ".patch");
    if (only !== undefined && only !== name) continue;
    const seen = play(seeds, ["--patch", join(root, patch)]);
    most = Math.max(most, seen?.seed ?? 0);
    count[seen === undefined ? "survived" : "killed"] += 1;
    print(seen === undefined ? `SURVIVED ${name}` : `killed ${name} at seed ${seen.seed} by ${seen.by}`);
  }
  const control = play(most, []);
  if (control !== undefined) throw new Error(`seed ${control.seed} sees ${control.by} without a patch`);
  return count;
}

/** A world in which its process dies, or does not end, has seen it too. */
function play(seeds: number, patch: readonly string[]): Seen | undefined {
  const args = ["--conditions=@icn-mesh/source", "--no-warnings", PROGRAM, "--seeds", `${seeds}`, ...patch];
  const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: LONGEST_MS });
  const seed = stdout.split("\n").filter((line) => line.startsWith("seed ")).length;
  const [, by] = /^seen by (\S+)/m.exec(stdout) ?? [];
  if (by !== undefined) return { seed, by };
  return status === 0 ? undefined : { seed, by: "the end of its process" };
}
