import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { tallyReporter } from "../../scripts/tally/tally-reporter.ts";

export default defineConfig({
  // The compliance tests of interface-blockstore want the assertions of another test runner.
  resolve: { alias: { "aegir/chai": fileURLToPath(new URL("test/aegir-chai.ts", import.meta.url)) } },
  ssr: { resolve: { conditions: ["@icn-mesh/source", "module", "node", "development|production"] } },
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", tallyReporter("helia")],
    globals: true,
    testTimeout: 60_000,
    server: { deps: { inline: ["interface-blockstore-tests"] } },
  },
});
