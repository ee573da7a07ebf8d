import { defineConfig } from "vitest/config";
import { tallyReporter } from "../../scripts/tally/tally-reporter.ts";

export default defineConfig({
  test: {
    include: ["pages/**/*.test.ts"],
    reporters: ["default", tallyReporter("pages")],
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
