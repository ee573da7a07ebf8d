import { existsSync, readdirSync } from "node:fs";
import { configDefaults, defineConfig } from "vitest/config";
import { tallyReporter } from "./scripts/tally/tally-reporter.ts";

/** Longer suites have names of their own; `pnpm test:ci` runs them by `vitest.ci.config.ts`. */
const LONG = "**/*.ci.test.ts";

/**
 * One project per folder that has tests, so that a new package needs no edit here. Tests import the packages by
 * name and run from their sources. A process that a test starts does not get the condition: pass
 * `--conditions=@icn-mesh/source` to it.
 */
const projects = ["scripts", ...foldersIn("packages"), ...foldersIn("examples")].map((folder) => ({
  extends: true as const,
  test: {
    name: folder.replace("packages/", ""),
    include: [`${folder}/test/**/*.test.ts`],
    exclude: [...configDefaults.exclude, LONG],
  },
}));

export default defineConfig({
  ssr: { resolve: { conditions: ["@icn-mesh/source", "module", "node", "development|production"] } },
  test: {
    projects,
    // A hang must end; a slow machine under load must not. Suites that need longer say so themselves.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ["default", tallyReporter("test")],
    coverage: { provider: "v8", include: ["packages/*/src/**/*.ts"] },
  },
});

function foldersIn(parent: string): string[] {
  return readdirSync(parent)
    .map((name) => `${parent}/${name}`)
    .filter((folder) => existsSync(`${folder}/test`));
}
