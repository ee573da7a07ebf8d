import { globSync } from "node:fs";
import { basename, dirname } from "node:path";
import { root } from "../steps/root.ts";
import type { Mutant } from "./mutant.ts";
import { createMutantRunner, type MutantRunner } from "./mutant-runner.ts";
import { readPatches } from "./read-patches.ts";
import { testFolderOf } from "./test-folder.ts";

/** What becomes of the mutants that are planted by hand. */
export interface PatchCount {
  readonly killed: number;
  readonly survived: number;
}

/** Runs the mutants of these packages, or of every one that has patches, and prints the test that notices each. */
export async function runPatchedMutants(
  packages: readonly string[],
  print: (line: string) => void,
): Promise<PatchCount> {
  // Those of the simulator break other packages, and seeds see them instead of tests.
  const patches = globSync("packages/*/mutants/*.patch", { cwd: root, exclude: ["packages/sim/**"] });
  const folders = [...new Set(patches.map((patch) => dirname(dirname(patch))))].filter(
    (folder) => packages.length === 0 || packages.includes(basename(folder)),
  );
  const count = { killed: 0, survived: 0 };
  for (const folder of folders.toSorted()) {
    const runner = await createMutantRunner(folder);
    try {
      const mutants = readPatches(folder);
      await assertTestsDecide(runner, mutants);
      for (const mutant of mutants) count[await fateOf(mutant, runner, print)] += 1;
    } finally {
      await runner.close();
    }
  }
  return count;
}

async function fateOf(
  mutant: Mutant,
  runner: MutantRunner,
  print: (line: string) => void,
): Promise<"killed" | "survived"> {
  const killer = await runner.kill(mutant, [...mutant.texts.keys()].map(testFolderOf));
  print(killer === undefined ? `SURVIVED ${mutant.name}` : `killed ${mutant.name} by ${killer}`);
  return killer === undefined ? "survived" : "killed";
}

/** That a mutant dies means nothing unless the code without it lives, and the mutant lives without the tests. */
export async function assertTestsDecide(runner: MutantRunner, mutants: readonly Mutant[]): Promise<void> {
  const alone = await runner.kill({ name: "no mutant", texts: new Map() }, []);
  if (alone !== undefined) throw new Error(`the tests fail without a mutant: ${alone}`);
  for (const mutant of mutants) {
    const killer = await runner.killWithoutTests(mutant);
    if (killer !== undefined) throw new Error(`${mutant.name} fails without a test: ${killer}`);
  }
}
