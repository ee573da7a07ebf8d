import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { tallyReporter } from "../../scripts/tally/tally-reporter.ts";

export default defineConfig({
  ssr: { resolve: { conditions: ["@icn-mesh/source", "module", "node", "development|production"] } },
  // An optional peer of the network package: the workspace does not have it, this folder does.
  resolve: {
    alias: [
      {
        find: "@chainsafe/libp2p-quic",
        replacement: fileURLToPath(import.meta.resolve("@chainsafe/libp2p-quic")),
      },
    ],
  },
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", tallyReporter("go-peer")],
    testTimeout: 30_000,
    hookTimeout: 600_000,
  },
});
