import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { runCommand } from "../steps/run-command.ts";

const CACHE = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "icn-mesh", "node");

/** The path of a Node of this version, fetched from the registry on first use; undefined where there is none. */
export async function nodeRelease(version: string): Promise<string | undefined> {
  if (process.version === `v${version}`) return process.execPath;
  if (process.platform !== "linux") return undefined;
  const name = `node-linux-${process.arch}`;
  const folder = join(CACHE, version);
  const binary = join(folder, "node_modules", name, "bin", "node");
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true }));
  const { code, output } = await runCommand(
    ["npm", "install", "--no-save", "--no-package-lock", "--no-audit", "--no-fund", `${name}@${version}`],
    { cwd: folder },
  );
  if (code !== 0) throw new Error(`Node ${version} cannot be fetched: ${output}`);
  return binary;
}
