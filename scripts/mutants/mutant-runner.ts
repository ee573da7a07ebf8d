import { join } from "node:path";
import type { Plugin } from "vite";
import { createVitest, type TestSpecification, type Vitest } from "vitest/node";
import { root } from "../steps/root.ts";
import { createFailureReporter, type FailureReporter } from "./failure-reporter.ts";
import { guardLoops } from "./guard-loops.ts";
import type { Mutant } from "./mutant.ts";

/** The first test that notices a mutant; undefined for one that survives. */
export type Killer = string | undefined;

/** Runs the tests of one package against mutants, one after the other, without writing any of them to a file. */
export interface MutantRunner {
  /** Asks the tests in these folders first; all others only if those notice nothing. */
  kill(mutant: Mutant, firstFolders: readonly string[]): Promise<Killer>;
  /** The same with no test left: whatever is noticed then is not noticed by a test. */
  killWithoutTests(mutant: Mutant): Promise<Killer>;
  close(): Promise<void>;
}

/** A runner that stays up between mutants, so that what did not change is transformed once. */
export async function createMutantRunner(folder: string): Promise<MutantRunner> {
  let texts: ReadonlyMap<string, string> = new Map();
  const reporter = createFailureReporter();
  const vitest = await startVitest(folder, reporter, (path) => texts.get(path));
  const all = await vitest.globTestSpecifications();

  async function run(specifications: readonly TestSpecification[]): Promise<Killer> {
    if (specifications.length === 0) return undefined;
    reporter.take();
    await vitest.runTestSpecifications([...specifications]);
    return reporter.take();
  }

  async function withMutant<Result>(mutant: Mutant, use: () => Promise<Result>): Promise<Result> {
    const touched = [...mutant.texts.keys()];
    texts = new Map([...mutant.texts].map(([path, text]) => [path, guardLoops(path, text)]));
    for (const path of touched) vitest.invalidateFile(join(root, path));
    try {
      return await use();
    } finally {
      texts = new Map();
      for (const path of touched) vitest.invalidateFile(join(root, path));
    }
  }

  return {
    kill: (mutant, firstFolders) =>
      withMutant(mutant, async () => {
        const isFirst = ({ moduleId }: TestSpecification): boolean =>
          firstFolders.some((first) => moduleId.startsWith(`${join(root, folder, "test", first)}/`));
        return (await run(all.filter(isFirst))) ?? run(all.filter((each) => !isFirst(each)));
      }),
    killWithoutTests: (mutant) =>
      withMutant(mutant, async () => {
        vitest.setGlobalTestNamePattern(/^no test has this name$/);
        const killer = await run(all);
        vitest.resetGlobalTestNamePattern();
        return killer;
      }),
    close: () => vitest.close(),
  };
}

function startVitest(
  folder: string,
  reporter: FailureReporter,
  mutatedText: (path: string) => string | undefined,
): Promise<Vitest> {
  const plugin: Plugin = {
    name: "mutant",
    enforce: "pre",
    load(id) {
      const path = id.split("?")[0] ?? "";
      return path.startsWith(root) ? mutatedText(path.slice(root.length)) : undefined;
    },
  };
  return createVitest(
    {
      config: false,
      root,
      watch: false,
      include: [`${folder}/test/**/*.test.ts`],
      exclude: ["**/*.ci.test.ts"],
      reporters: [reporter],
      bail: 1,
      isolate: false,
      pool: "threads",
      passWithNoTests: true,
      testTimeout: 30_000,
      // Otherwise modules come out of a cache on disk, and no plugin is asked for them.
      fsModuleCache: false,
    },
    {
      plugins: [plugin],
      ssr: { resolve: { conditions: ["@icn-mesh/source", "module", "node", "development|production"] } },
    },
  );
}
