import { defineConfig } from "vitest/config";

// What is killed here takes minutes: `pnpm --filter @icn-mesh/runtime processes`.
export default defineConfig({
  ssr: { resolve: { conditions: ["@icn-mesh/source", "module", "node", "development|production"] } },
  test: { include: ["test/processes/*.suite.ts"], testTimeout: 600_000 },
});
