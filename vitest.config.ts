import { defineConfig } from "vitest/config";

/**
 * One project per package; tests import the packages by name and run from their sources.
 * A process that a test starts does not get the condition: pass `--conditions=@icn-mesh/source` to it.
 */
const project = (name: string, root: string) => ({
  extends: true as const,
  test: { name, include: [`${root}/test/**/*.test.ts`] },
});

export default defineConfig({
  ssr: { resolve: { conditions: ["@icn-mesh/source", "module", "node", "development|production"] } },
  test: {
    projects: [project("core", "packages/core"), project("scripts", "scripts")],
    coverage: { provider: "v8", include: ["packages/*/src/**/*.ts"] },
  },
});
