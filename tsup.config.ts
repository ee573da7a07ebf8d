import { globSync, readFileSync } from "node:fs";
import { defineConfig } from "tsup";

// One configuration for every package: `tsup --config ../../tsup.config.ts`.
// Paths are relative to the package, because tsup runs there.
export default defineConfig({
  entry: entries(),
  format: ["esm"],
  target: "es2023",
  // `node:sqlite` has no name without it.
  removeNodeProtocol: false,
  platform: "neutral",
  // The `imports` of package.json choose between platforms where the package runs, not where it is built.
  external: [/^node:/, /^#/],
  sourcemap: true,
  splitting: true,
  clean: true,
  // Declarations come from `tsc --build`: tsup cannot make them with TypeScript 7.
  dts: false,
});

/** What the `exports` and `imports` of the package lead to, and what a process or a worker starts with. */
function entries(): string[] {
  const { exports = {}, imports = {} } = JSON.parse(readFileSync("package.json", "utf8"));
  const sources = JSON.stringify([exports, imports]).match(/src\/[^"]+\.ts/g) ?? [];
  return [...new Set([...sources, ...globSync(["src/main.ts", "src/**/*-worker.ts"])])];
}
