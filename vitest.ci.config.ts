import { defineConfig } from "vitest/config";
import { tallyReporter } from "./scripts/tally/tally-reporter.ts";

// The longer suites of all packages: `pnpm test:ci` runs them after what `vitest.config.ts` has.
export default defineConfig({
  ssr: { resolve: { conditions: ["@icn-mesh/source", "module", "node", "development|production"] } },
  test: {
    include: ["{packages,examples}/*/test/**/*.ci.test.ts", "scripts/test/**/*.ci.test.ts"],
    reporters: ["default", tallyReporter("long")],
    passWithNoTests: true,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
