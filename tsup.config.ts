import { existsSync } from "node:fs";
import { defineConfig } from "tsup";

/** Every entry that a package may have; each package builds those that exist in it. */
const entries = ["src/index.ts", "src/main.ts", "src/node/index.ts", "src/testing/index.ts", "src/node/verify-worker.ts"];

// One configuration for every package: `tsup --config ../../tsup.config.ts`.
// Paths are relative to the package, because tsup runs there.
export default defineConfig({
  entry: entries.filter((entry) => existsSync(entry)),
  format: ["esm"],
  target: "es2023",
  platform: "neutral",
  external: [/^node:/],
  sourcemap: true,
  splitting: true,
  clean: true,
  // Declarations come from `tsc --build`: tsup cannot make them with TypeScript 7.
  dts: false,
});
