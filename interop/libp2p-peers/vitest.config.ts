import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { tallyReporter } from "../../scripts/tally/tally-reporter.ts";

export default defineConfig({
  ssr: { resolve: { conditions: ["@icn-mesh/source", "module", "node", "development|production"] } },
  // Optional peers of the network package: the workspace does not have them, this folder does.
  resolve: {
    alias: ["@chainsafe/libp2p-quic", "@libp2p/webrtc"].map((find) => ({
      find,
      replacement: fileURLToPath(import.meta.resolve(find)),
    })),
  },
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["default", tallyReporter("libp2p-peers")],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
