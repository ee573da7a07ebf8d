import { globSync } from "node:fs";
import { root } from "../steps/root.ts";
import { createMutantRunner } from "./mutant-runner.ts";
import { type Mutation, mutate, mutationsOf } from "./mutate-module.ts";
import { assertTestsDecide } from "./patched-mutants.ts";
import { sample } from "./sample.ts";
import { sourceText } from "./source-text.ts";
import { testFolderOf } from "./test-folder.ts";

/** How many of the mutants that are made by rule the tests of a package notice. */
export interface MutationScore {
  readonly found: number;
  readonly tried: number;
  readonly survivors: readonly Mutation[];
}

/** Which mutants are tried. */
export interface ScoreOptions {
  readonly sources: string;
  readonly count: number;
}

/** Tries a sample of all mutations of the sources of a package, and prints those that no test notices. */
export async function mutationScore(
  folder: string,
  { sources, count }: ScoreOptions,
  print: (line: string) => void,
): Promise<MutationScore> {
  const paths = globSync(`${folder}/src/${sources}`, { cwd: root })
    .filter((path) => path.endsWith(".ts"))
    .toSorted();
  const mutations = paths.flatMap((path) => mutationsOf(path, sourceText(path) ?? ""));
  const chosen = sample(mutations, count);
  const survivors: Mutation[] = [];
  const runner = await createMutantRunner(folder);
  try {
    await assertTestsDecide(runner, []);
    for (const mutation of chosen) {
      const { path, line, from, to } = mutation;
      const texts = new Map([[path, mutate(sourceText(path) ?? "", mutation)]]);
      const killer = await runner.kill({ name: `${path}:${line}`, texts }, [testFolderOf(path)]);
      if (killer !== undefined) continue;
      survivors.push(mutation);
      print(`SURVIVED ${path}:${line} ${oneLine(from)} → ${oneLine(to)}`);
    }
  } finally {
    await runner.close();
  }
  return { found: mutations.length, tried: chosen.length, survivors };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").slice(0, 80);
}
