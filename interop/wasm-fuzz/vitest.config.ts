import { defineConfig } from "vitest/config";
import { tallyReporter } from "../../scripts/tally/tally-reporter.ts";

export default defineConfig({
  ssr: { resolve: { conditions: ["@icn-mesh/source", "module", "node", "development|production"] } },
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", tallyReporter("wasm-fuzz")],
    testTimeout: 600_000,
  },
});
