import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";

/** How to call the package manager: by its name where it started us, through npx otherwise. */
export function pnpm(...args: readonly string[]): string[] {
  if (process.env["npm_config_user_agent"]?.startsWith("pnpm/")) return ["pnpm", ...args];
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return ["npx", "--yes", packageManager, ...args];
}
