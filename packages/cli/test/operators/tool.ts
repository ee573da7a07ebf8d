import { spawnSync } from "node:child_process";
import { env } from "node:process";

/** How a tool ended. */
export interface ToolRun {
  readonly code: number | null;
  /** All that it said. */
  readonly said: string;
}

/** Runs a tool; its input is a text. */
export function runTool(name: string, args: readonly string[], input = ""): ToolRun {
  const { status, stdout, stderr } = spawnSync(name, args, { input, encoding: "utf8" });
  return { code: status, said: `${stdout}${stderr}` };
}

/** Skips a test where a tool is missing, and says so; in CI everything has to be there. */
export function needsTool(name: string, skip: (reason: string) => void): void {
  const isHere = spawnSync(name, ["--version"]).error === undefined;
  if (isHere || env["CI"] === "true") return;
  const reason = `there is no ${name} here`;
  console.log(`skipped: operators' files: ${reason}`);
  skip(reason);
}
